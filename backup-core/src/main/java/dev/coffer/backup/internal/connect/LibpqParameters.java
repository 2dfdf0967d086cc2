package dev.coffer.backup.internal.connect;

import static dev.coffer.backup.internal.connect.LibpqParameter.choice;
import static dev.coffer.backup.internal.connect.LibpqParameter.mapped;
import static dev.coffer.backup.internal.connect.LibpqParameter.only;
import static dev.coffer.backup.internal.connect.LibpqParameter.refused;
import static dev.coffer.backup.internal.connect.LibpqParameter.same;
import static dev.coffer.backup.internal.connect.LibpqParameter.target;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/** Every parameter that libpq knows up to PostgreSQL 18, and what becomes of it. One that is not here is refused. */
final class LibpqParameters {
    static final List<LibpqParameter> ALL = List.of(
            target("host", "PGHOST", "the hosts, tried in this order; `localhost` unless given; no Unix socket"),
            target("hostaddr", "PGHOSTADDR", "the hosts as addresses; refused beside `host`"),
            target("port", "PGPORT", "one for all hosts or one for each; 5432 unless given"),
            target("dbname", "PGDATABASE", "the database; named like the user unless given"),
            target("user", "PGUSER", "the user; named like the operating system's unless given"),
            target("password", "PGPASSWORD", "the password"),
            target("passfile", "PGPASSFILE", "the password file; `~/.pgpass` unless given"),
            mapped(
                    "sslmode",
                    "PGSSLMODE",
                    "the driver's `sslmode`: disable, allow, prefer (unless given), require, verify-ca,"
                            + " verify-full; with a root certificate, require verifies it as verify-ca does",
                    LibpqTls::mode),
            mapped(
                    "sslrootcert",
                    "PGSSLROOTCERT",
                    "the driver's `sslrootcert`; `system` trusts what the JVM trusts and wants" + " verify-full",
                    LibpqTls::rootCertificate),
            same("sslcert", "PGSSLCERT", PGProperty.SSL_CERT),
            mapped(
                    "sslkey",
                    "PGSSLKEY",
                    "the driver's `sslkey`: PKCS#8 as PEM or DER, or PKCS#12 (`.p12`, `.pfx`)",
                    (given, driver) -> PGProperty.SSL_KEY.set(driver, given.value())),
            mapped(
                    "sslpassword",
                    null,
                    "the driver's `sslpassword`",
                    (given, driver) -> PGProperty.SSL_PASSWORD.set(driver, given.value())),
            choice("sslnegotiation", "PGSSLNEGOTIATION", PGProperty.SSL_NEGOTIATION, "postgres", "direct"),
            only(
                    "sslcompression",
                    "PGSSLCOMPRESSION",
                    "leave it out: TLS compression is unsafe and Java has none",
                    "0"),
            only("sslsni", "PGSSLSNI", "leave it out: Java always names the host", "1"),
            only("sslcertmode", "PGSSLCERTMODE", "leave it out", "allow"),
            only(
                    "ssl_min_protocol_version",
                    "PGSSLMINPROTOCOLVERSION",
                    "leave it out and run Java with -Djdk.tls.client.protocols=TLSv1.3",
                    "TLSv1",
                    "TLSv1.1",
                    "TLSv1.2"),
            refused(
                    "ssl_max_protocol_version",
                    "PGSSLMAXPROTOCOLVERSION",
                    "leave it out and run Java with -Djdk.tls.client.protocols=TLSv1.2"),
            refused("sslcrl", "PGSSLCRL", "leave it out and run Java with -Dcom.sun.net.ssl.checkRevocation=true"),
            refused(
                    "sslcrldir",
                    "PGSSLCRLDIR",
                    "leave it out and run Java with -Dcom.sun.net.ssl.checkRevocation=true"),
            refused("sslkeylogfile", null, "leave it out"),
            choice("channel_binding", "PGCHANNELBINDING", PGProperty.CHANNEL_BINDING, "disable", "prefer", "require"),
            same("require_auth", "PGREQUIREAUTH", PGProperty.REQUIRE_AUTH),
            mapped(
                    "connect_timeout",
                    "PGCONNECT_TIMEOUT",
                    "seconds for each host, the driver's `connectTimeout` and `loginTimeout`; 0 waits; 10, and 30 with the"
                            + " log-in, unless given",
                    LibpqParameters::connectTimeout),
            same("application_name", "PGAPPNAME", PGProperty.APPLICATION_NAME),
            target("fallback_application_name", null, "where there is no `application_name`; `coffer` unless given"),
            same("options", "PGOPTIONS", PGProperty.OPTIONS),
            mapped(
                    "client_encoding",
                    "PGCLIENTENCODING",
                    "only UTF8 and auto: it is always UTF8",
                    LibpqParameters::clientEncoding),
            mapped(
                    "target_session_attrs",
                    "PGTARGETSESSIONATTRS",
                    "the driver's `targetServerType`: any; read-write and primary as `primary`, which must not be read-only"
                            + " by default; read-only as `secondary`; prefer-standby as `preferSecondary`",
                    LibpqParameters::targetServer),
            choiceOfLoadBalancing(),
            mapped(
                    "keepalives",
                    null,
                    "the driver's `tcpKeepAlive`: 1 (unless given), 0",
                    (given, driver) -> PGProperty.TCP_KEEP_ALIVE.set(
                            driver, given.oneOf("0", "1").equals("1"))),
            target("keepalives_idle", null, "seconds; 30 unless given, 0 for the system's own"),
            target("keepalives_interval", null, "seconds; 10 unless given, 0 for the system's own"),
            target("keepalives_count", null, "3 unless given, 0 for the system's own"),
            only("tcp_user_timeout", null, "use keepalives_idle, keepalives_interval and keepalives_count", "0"),
            choice("gssencmode", "PGGSSENCMODE", PGProperty.GSS_ENC_MODE, "disable", "prefer", "require"),
            same("krbsrvname", "PGKRBSRVNAME", PGProperty.KERBEROS_SERVER_NAME),
            choice("gsslib", "PGGSSLIB", PGProperty.GSS_LIB, "gssapi", "sspi"),
            only("gssdelegation", "PGGSSDELEGATION", "leave it out: credentials are not passed on", "0"),
            refused(
                    "service",
                    "PGSERVICE",
                    "write what the service file says into the connection string: postgresql://user@host/database"),
            refused(
                    "servicefile",
                    "PGSERVICEFILE",
                    "write what the service file says into the connection string: postgresql://user@host/database"),
            refused("requirepeer", "PGREQUIREPEER", "leave it out: it is for Unix sockets, and Java connects by TCP"),
            refused("replication", null, "leave it out: a replication connection cannot read tables"),
            refused("scram_client_key", null, "give the password instead"),
            refused("scram_server_key", null, "give the password instead"),
            refused("oauth_issuer", null, "use a password or a certificate"),
            refused("oauth_client_id", null, "use a password or a certificate"),
            refused("oauth_client_secret", null, "use a password or a certificate"),
            refused("oauth_scope", null, "use a password or a certificate"),
            only("min_protocol_version", "PGMINPROTOCOLVERSION", "leave it out: the driver speaks 3.0", "3.0"),
            only(
                    "max_protocol_version",
                    "PGMAXPROTOCOLVERSION",
                    "leave it out: the driver speaks 3.0",
                    "3.0",
                    "latest"));

    private static final Map<String, LibpqParameter> BY_NAME =
            ALL.stream().collect(Collectors.toMap(LibpqParameter::name, Function.identity()));

    private LibpqParameters() {}

    /** The driver's properties for these parameters, all of them known. */
    static Properties driverProperties(Map<String, Given> given) {
        Properties driver = new Properties();
        given.forEach((name, value) -> {
            LibpqParameter parameter = BY_NAME.get(name);
            if (parameter == null) {
                throw value.wrong(
                        "is not known", "check its spelling; docs/reference/connections.md lists what there is");
            }
            parameter.apply(value, driver);
        });
        return driver;
    }

    private static void connectTimeout(Given given, Properties driver) {
        int seconds = given.number(0);
        PGProperty.CONNECT_TIMEOUT.set(driver, seconds);
        PGProperty.LOGIN_TIMEOUT.set(driver, seconds);
    }

    private static void clientEncoding(Given given, Properties driver) {
        String name = given.value().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        if (!name.equals("UTF8") && !name.equals("AUTO")) {
            throw given.wrong("is neither UTF8 nor auto", "leave it out: the server converts to UTF8 for us");
        }
    }

    private static void targetServer(Given given, Properties driver) {
        String type = switch (given.oneOf("any", "read-write", "read-only", "primary", "standby", "prefer-standby")) {
            case "read-write", "primary" -> "primary";
            case "read-only" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            case "standby" ->
                throw given.wrong(
                        "has the value standby, which the driver cannot tell from read-only",
                        "give read-only or prefer-standby");
            default -> "any";
        };
        PGProperty.TARGET_SERVER_TYPE.set(driver, type);
    }

    private static LibpqParameter choiceOfLoadBalancing() {
        return mapped(
                "load_balance_hosts",
                "PGLOADBALANCEHOSTS",
                "the driver's `loadBalanceHosts`: disable, random",
                (given, driver) -> PGProperty.LOAD_BALANCE_HOSTS.set(
                        driver, given.oneOf("disable", "random").equals("random")));
    }
}
