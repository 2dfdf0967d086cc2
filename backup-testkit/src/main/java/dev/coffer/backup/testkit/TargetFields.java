package dev.coffer.backup.testkit;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The fields of a test class that give a target: those that are marked, else containers. */
final class TargetFields {
    private TargetFields() {}

    /**
     * Those of the class and those it inherits; where there are none, those of the class around it, and so on.
     *
     * @param enclosing the classes around a nested one, outermost first
     */
    static List<Field> of(Class<?> testClass, List<Class<?>> enclosing) {
        List<Class<?>> inside = new ArrayList<>(enclosing);
        inside.add(testClass);
        for (int i = inside.size() - 1; i >= 0; i--) {
            List<Field> fields = of(inside.get(i));
            if (!fields.isEmpty()) {
                return fields;
            }
        }
        return List.of();
    }

    private static List<Field> of(Class<?> testClass) {
        List<Field> marked = ReflectionSupport.findFields(
                testClass, field -> field.isAnnotationPresent(RestoreTarget.class), HierarchyTraversalMode.BOTTOM_UP);
        return marked.isEmpty()
                ? ReflectionSupport.findFields(
                        testClass, field -> Containers.is(field.getType()), HierarchyTraversalMode.BOTTOM_UP)
                : marked;
    }
}
