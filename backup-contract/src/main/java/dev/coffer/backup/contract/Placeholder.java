package dev.coffer.backup.contract;

/** Keeps the package from being empty until its first real class is there; whoever adds that one deletes this. */
public final class Placeholder {
    private Placeholder() {}
}
