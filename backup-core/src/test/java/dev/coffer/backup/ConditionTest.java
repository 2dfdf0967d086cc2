package dev.coffer.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1",
                "a = ';' AND b = ')'",
                "a = 'it''s ;'",
                "a = E'\\';' AND (true)",
                "\"odd;)name\" = 1",
                "a = $$;)$$ OR a = $x$ $$ ; $x$",
                "a /* ;) /* nested ; */ ) */ = 1",
                "a = 1 -- ;)",
                "a -- ;)\n = 1",
                "a IN (SELECT (b) FROM public.c)",
                "a$b$ = 1 - 2 / 3"
            })
    void wholeExpressionsAreTaken(String expression) {
        assertThatCode(() -> Condition.unsafeSql(expression)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true); DROP TABLE a; --",
                "true) TO PROGRAM 'x' --",
                "a = 'x\\'; DROP TABLE a; --'",
                "a = ';",
                "\"a",
                "(a",
                "a /* /* */ ; ",
                "$x$ ; $y$",
                "a = E'\\'",
                "true;"
            })
    @DisplayName("F43 what could leave its statement is refused")
    void whatCouldLeaveItsStatementIsRefused(String expression) {
        assertThatThrownBy(() -> Condition.unsafeSql(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expression must be one whole SQL expression, and it has a ");
    }

    @Test
    void argumentsThatCanNeverBeRightAreRefused() {
        assertThatThrownBy(() -> Condition.unsafeSql(" ")).hasMessage("expression must not be blank");
        assertThatThrownBy(() -> Condition.since("a", Duration.ofDays(-1))).hasMessage("duration must not be negative");
        assertThatThrownBy(() -> Condition.since(null, Duration.ZERO)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Condition.equalTo("a", null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void valuesAreNotShown() {
        assertThat(Condition.equalTo("mail", "someone@example.org")).hasToString("EqualTo[column=mail]");
        assertThat(Condition.unsafeSql("mail = 'someone@example.org'")).hasToString("UnsafeSql");
    }
}
