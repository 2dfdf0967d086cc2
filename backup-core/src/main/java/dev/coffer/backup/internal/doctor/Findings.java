package dev.coffer.backup.internal.doctor;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.Preflight.Check;
import dev.coffer.backup.Preflight.Finding;
import dev.coffer.backup.Preflight.Severity;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects findings. Not safe for use by several threads. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();
    private final long started = System.nanoTime();

    void ok(Check check, String what) {
        all.add(new Finding(check, Severity.OK, what, List.of(), null, null));
    }

    void warning(Check check, String what, @Nullable String hint) {
        all.add(new Finding(check, Severity.WARNING, what, List.of(), null, hint));
    }

    void error(Check check, ErrorCode code, String what, @Nullable String hint) {
        all.add(new Finding(check, Severity.ERROR, what, List.of(), code, hint));
    }

    void error(Check check, Problem problem, List<TableName> tables) {
        String place = problem.where().toString();
        String what = problem.what() + (place.isEmpty() ? "" : " (" + place + ")");
        all.add(new Finding(check, Severity.ERROR, what, tables, problem.code(), problem.hint()));
    }

    /** What a run would have failed with, unless the same has been found already. */
    void error(BackupException failure) {
        if (failure instanceof CancelledException) {
            throw failure;
        }
        boolean known = all.stream()
                .anyMatch(finding -> finding.severity() == Severity.ERROR && finding.code() == failure.code());
        if (!known) {
            error(check(failure.code()), failure.problem(), List.of());
        }
    }

    boolean hasErrors() {
        return all.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    Preflight end() {
        return new Preflight(all, Duration.ofNanos(System.nanoTime() - started));
    }

    private static Check check(ErrorCode code) {
        return switch (code) {
            case UNREACHABLE, AUTHENTICATION, CONNECTION_LOST, CONNECTION_STRING -> Check.REACHABLE;
            case TLS -> Check.TLS;
            case UNSUPPORTED_SERVER -> Check.VERSION;
            case UNSUPPORTED_ENCODING -> Check.ENCODING;
            case PERMISSION -> Check.RIGHTS;
            case ROW_SECURITY -> Check.ROW_SECURITY;
            case TOOL_MISSING, TOOL_TOO_OLD, TOOL_FAILED -> Check.TOOLS;
            case DISK_FULL, NOT_WRITABLE -> Check.DISK;
            default -> Check.PLAN;
        };
    }
}
