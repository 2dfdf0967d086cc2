/** Test suites that a format must pass. */
module dev.coffer.backup.contract {
    requires transitive dev.coffer.backup;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires static org.jspecify;

    exports dev.coffer.backup.contract;
}
