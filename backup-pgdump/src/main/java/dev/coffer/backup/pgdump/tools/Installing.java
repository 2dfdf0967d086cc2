package dev.coffer.backup.pgdump.tools;

/** How the client tools are installed on each system, for hints. */
final class Installing {
    private Installing() {}

    static String anyVersion() {
        return "Debian and Ubuntu: apt-get install postgresql-client; Red Hat and Fedora: dnf install postgresql;"
                + " macOS: brew install libpq, or Postgres.app; Windows: the installer of postgresql.org, Command Line Tools";
    }

    static String version(int major) {
        return "Debian and Ubuntu: apt-get install postgresql-client-" + major
                + ", from apt.postgresql.org where the system"
                + " lacks it; Red Hat and Fedora: dnf install postgresql" + major
                + ", from yum.postgresql.org; macOS: brew install postgresql@" + major
                + "; Windows: the installer of postgresql.org, Command Line Tools";
    }
}
