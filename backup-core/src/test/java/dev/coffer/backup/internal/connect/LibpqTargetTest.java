package dev.coffer.backup.internal.connect;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.PlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibpqTargetTest {
    @TempDir
    Path home;

    private Target target(String uri) {
        return UrlSource.of(uri, new Surroundings(Map.of(), home, "me")).target();
    }

    private Map<String, String> properties(String query) {
        Properties driver = target("postgresql://h/d?" + query).properties();
        Map<String, String> beyondDefaults = new TreeMap<>();
        driver.stringPropertyNames().forEach(name -> beyondDefaults.put(name, driver.getProperty(name)));
        beyondDefaults.remove("ApplicationName", "coffer");
        beyondDefaults.remove("tcpKeepAlive", "true");
        beyondDefaults.remove("socketFactory", KeepAliveSockets.class.getName());
        beyondDefaults.remove("socketFactoryArg", "30,10,3");
        return beyondDefaults;
    }

    @Test
    void keepsUserHostsAndDatabaseAndHidesThePassword() {
        Target target = target("postgresql://app:canary@h1,[::1]:5433/shop");

        assertThat(target).hasToString("app@h1:5432,[::1]:5433/shop");
        assertThat(target.password()).isEqualTo("canary");
        assertThat(target.driverUrl()).isEqualTo("jdbc:postgresql://h1:5432,[::1]:5433/shop");
        assertThat(target.properties().toString()).doesNotContain("canary");
    }

    @Test
    void fallsBackToLocalhostAndTheOperatingSystemsUser() {
        assertThat(target("postgresql://")).hasToString("me@localhost:5432/me");
        assertThat(target("postgresql://app@")).hasToString("app@localhost:5432/app");
    }

    @Test
    void encodesTheDatabaseNameForTheDriver() {
        assertThat(target("postgresql://u@h/a%20b%2F%3F%26+蛋").driverUrl())
                .isEqualTo("jdbc:postgresql://h:5432/a%20b%2F%3F%26%2B%E8%9B%8B");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    postgresql://h1:1,h2:2,h3           | h1:1,h2:2,h3:5432
                    postgresql://h1,h2?port=7           | h1:7,h2:7
                    postgresql://?host=h1,h2&port=1,2   | h1:1,h2:2
                    postgresql://h1,,h3                 | h1:5432,localhost:5432,h3:5432
                    postgresql://?hostaddr=10.0.0.1     | 10.0.0.1:5432
                    """)
    void pairsHostsAndPorts(String uri, String hosts) {
        assertThat(target(uri)).hasToString("me@" + hosts + "/me");
    }

    static Stream<Arguments> mapped() {
        return Stream.of(
                Arguments.of("sslmode=require", Map.of("sslmode", "require")),
                Arguments.of("sslmode=disable", Map.of("sslmode", "disable")),
                Arguments.of("ssl=true", Map.of("sslmode", "require")),
                Arguments.of(
                        "sslmode=verify-full&sslrootcert=/ca.pem",
                        Map.of("sslmode", "verify-full", "sslrootcert", "/ca.pem")),
                Arguments.of(
                        "sslmode=require&sslrootcert=/ca.pem",
                        Map.of("sslmode", "verify-ca", "sslrootcert", "/ca.pem")),
                Arguments.of(
                        "sslrootcert=system",
                        Map.of("sslmode", "verify-full", "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory")),
                Arguments.of(
                        "sslmode=require&sslnegotiation=direct",
                        Map.of("sslmode", "require", "sslNegotiation", "direct")),
                Arguments.of(
                        "sslcert=/c.pem&sslkey=/k.p8&sslpassword=x",
                        Map.of("sslcert", "/c.pem", "sslkey", "/k.p8", "sslpassword", "x")),
                Arguments.of("channel_binding=require", Map.of("channelBinding", "require")),
                Arguments.of("require_auth=scram-sha-256", Map.of("requireAuth", "scram-sha-256")),
                Arguments.of("connect_timeout=7", Map.of("connectTimeout", "7", "loginTimeout", "7")),
                Arguments.of("connect_timeout=0", Map.of("connectTimeout", "0", "loginTimeout", "0")),
                Arguments.of("application_name=import", Map.of("ApplicationName", "import")),
                Arguments.of("fallback_application_name=import", Map.of("ApplicationName", "import")),
                Arguments.of("application_name=a&fallback_application_name=import", Map.of("ApplicationName", "a")),
                Arguments.of("options=-c%20geqo%3Doff", Map.of("options", "-c geqo=off")),
                Arguments.of("target_session_attrs=any", Map.of("targetServerType", "any")),
                Arguments.of("target_session_attrs=read-write", Map.of("targetServerType", "primary")),
                Arguments.of("target_session_attrs=primary", Map.of("targetServerType", "primary")),
                Arguments.of("target_session_attrs=read-only", Map.of("targetServerType", "secondary")),
                Arguments.of("target_session_attrs=prefer-standby", Map.of("targetServerType", "preferSecondary")),
                Arguments.of("load_balance_hosts=random", Map.of("loadBalanceHosts", "true")),
                Arguments.of("load_balance_hosts=disable", Map.of("loadBalanceHosts", "false")),
                Arguments.of("keepalives=0", Map.of("tcpKeepAlive", "false")),
                Arguments.of(
                        "keepalives=1&keepalives_idle=60&keepalives_interval=0&keepalives_count=5",
                        Map.of("socketFactory", KeepAliveSockets.class.getName(), "socketFactoryArg", "60,0,5")),
                Arguments.of("gssencmode=disable", Map.of("gssEncMode", "disable")),
                Arguments.of("krbsrvname=pg", Map.of("kerberosServerName", "pg")),
                Arguments.of("gsslib=gssapi", Map.of("gsslib", "gssapi")),
                Arguments.of(
                        "client_encoding=UTF-8&sslcompression=0&sslsni=1&sslcertmode=allow&gssdelegation=0"
                                + "&tcp_user_timeout=0&ssl_min_protocol_version=TLSv1.2&passfile=/p",
                        Map.of()),
                Arguments.of("client_encoding=auto", Map.of()),
                Arguments.of("service=&sslmode=", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("mapped")
    void handsParametersToTheDriver(String query, Map<String, String> expected) {
        Map<String, String> properties = properties(query);
        if (expected.containsKey("socketFactory")) {
            properties.putIfAbsent("socketFactory", KeepAliveSockets.class.getName());
        }
        assertThat(properties).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void verifiesWithRequireWhereTheUserHasARootCertificateAsLibpqDoes() throws IOException {
        Files.createDirectories(home.resolve(".postgresql"));
        Files.createFile(home.resolve(".postgresql/root.crt"));

        assertThat(properties("sslmode=require")).containsExactly(entry("sslmode", "verify-ca"));
        assertThat(properties("sslmode=prefer")).containsExactly(entry("sslmode", "prefer"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nosuch=canary                | nosuch | is not known | check its spelling; docs/reference/connections.md lists what there is
                    sslmode=canary               | sslmode | has a value that is not supported | give one of disable, allow, prefer, require, verify-ca, verify-full
                    channel_binding=canary       | channel_binding | has a value that is not supported | give one of disable, prefer, require
                    connect_timeout=canary       | connect_timeout | is not a whole number that can be used | give a number from 0 on
                    connect_timeout=-1           | connect_timeout | is not a whole number that can be used | give a number from 0 on
                    keepalives_idle=canary       | keepalives_idle | is not a whole number that can be used | give a number from 0 on
                    target_session_attrs=standby | target_session_attrs | has the value standby, which the driver cannot tell from read-only | give read-only or prefer-standby
                    service=canary               | service | is not supported | write what the service file says into the connection string: postgresql://user@host/database
                    sslcrl=canary                | sslcrl | is not supported | leave it out and run Java with -Dcom.sun.net.ssl.checkRevocation=true
                    replication=database         | replication | is not supported | leave it out: a replication connection cannot read tables
                    requirepeer=canary           | requirepeer | is not supported | leave it out: it is for Unix sockets, and Java connects by TCP
                    tcp_user_timeout=5           | tcp_user_timeout | has a value that is not supported | use keepalives_idle, keepalives_interval and keepalives_count
                    client_encoding=LATIN1       | client_encoding | is neither UTF8 nor auto | leave it out: the server converts to UTF8 for us
                    sslnegotiation=direct        | sslnegotiation | has the value direct, which a weak sslmode cannot go with | add sslmode=require
                    sslrootcert=system&sslmode=require | sslmode | does not go with sslrootcert=system | give sslmode=verify-full, or leave it out
                    port=canary                  | port | is not a port | give a number from 1 to 65535, and percent-encode @ : / ? # % in user and password (@ as %40)
                    port=65536                   | port | is not a port | give a number from 1 to 65535, and percent-encode @ : / ? # % in user and password (@ as %40)
                    port=1,2                     | port | gives 2 ports for 1 hosts | give one port for all hosts, or one for each
                    hostaddr=10.0.0.1            | hostaddr | does not go with a host | leave out one of them: hostaddr connects to the address, host looks the name up
                    host=/var/run/postgresql     | host | names a Unix socket, which Java's driver cannot reach | name the machine instead, such as localhost, and let the server listen on TCP (listen_addresses)
                    host=@abstract               | host | names a Unix socket, which Java's driver cannot reach | name the machine instead, such as localhost, and let the server listen on TCP (listen_addresses)
                    host=a%3Fuser%3Dcanary       | host | holds a character that no host name has | percent-encode @ : / ? # % in user and password (@ as %40)
                    """)
    void refusesByNameAndNeverByValue(String query, String parameter, String what, String hint) {
        assertThatThrownBy(() -> target("postgresql://h/d?" + query.strip()))
                .isInstanceOf(PlanException.class)
                .hasMessage("parameter \"" + parameter + "\" of the connection string " + what + "\nHint: " + hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://%2Fvar%2Frun%2Fpostgresql/d", "postgresql://u:p@%2Fvar%2Frun:5432/d"})
    void refusesSocketsInTheHostPart(String uri) {
        assertThatThrownBy(() -> target(uri))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("parameter \"host\" of the connection string names a Unix socket");
    }

    @Test
    void knowsEveryParameterOnlyOnce() {
        assertThat(LibpqParameters.ALL).extracting(LibpqParameter::name).doesNotHaveDuplicates();
        assertThat(LibpqParameters.ALL)
                .extracting(LibpqParameter::variable)
                .filteredOn(variable -> variable != null)
                .doesNotHaveDuplicates();
    }
}
