package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.Problem;

/**
 * A setting as somebody gave it. The value may be a secret that got into the wrong place: messages name the origin only.
 *
 * @param origin as messages name it, such as {@code parameter "sslmode"}
 */
record Given(String value, String origin) {

    static Given parameter(String name, String value) {
        return new Given(value, "parameter \"" + name + "\" of the connection string");
    }

    static Given variable(String name, String value) {
        return new Given(value, "environment variable " + name);
    }

    PlanException refused(String hint) {
        return exception(origin + " is not supported", hint);
    }

    PlanException wrong(String what, String hint) {
        return exception(origin + " " + what, hint);
    }

    /** One of these, or it is refused. */
    String oneOf(String... choices) {
        for (String choice : choices) {
            if (choice.equals(value)) {
                return value;
            }
        }
        throw wrong("has a value that is not supported", "give one of " + String.join(", ", choices));
    }

    /** A whole number from this one on. */
    int number(int least) {
        int number;
        try {
            number = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            // The exception quotes the value.
            throw notNumber(least);
        }
        if (number < least) {
            throw notNumber(least);
        }
        return number;
    }

    private PlanException notNumber(int least) {
        return wrong("is not a whole number that can be used", "give a number from " + least + " on");
    }

    @Override
    public String toString() {
        return origin;
    }

    private static PlanException exception(String what, String hint) {
        return (PlanException)
                Problem.of(ErrorCode.CONNECTION_STRING, what).hint(hint).exception();
    }
}
