package dev.coffer.testsupport;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Evaluates the {@code EnabledIf…} annotations of this package, and {@link SinceServer}. */
final class Requirements implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return missing(context)
                .findFirst()
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("all that it needs is there"));
    }

    private static Stream<String> missing(ExtensionContext context) {
        Stream<String> tools =
                AnnotationSupport.findAnnotation(context.getElement(), EnabledIfClientTools.class).stream()
                        .flatMap(needed -> Arrays.stream(needed.value()))
                        .flatMap(Requirements::missingTool);
        Stream<String> bouncer =
                AnnotationSupport.findAnnotation(context.getElement(), EnabledIfPgBouncer.class).stream()
                        .flatMap(needed -> missingTool("pgbouncer"));
        Stream<String> corpora = AnnotationSupport.findAnnotation(context.getElement(), EnabledIfCorpora.class).stream()
                .flatMap(needed -> Corpora.folder().isPresent() ? missingTool("psql") : Stream.of(Needs.CORPORA));
        Stream<String> servers = AnnotationSupport.findAnnotation(context.getElement(), EnabledIfServers.class).stream()
                .flatMapToInt(needed -> Arrays.stream(needed.value()))
                .filter(major -> !TestServer.available(major))
                .mapToObj(Needs::server);
        Stream<String> features = AnnotationSupport.findAnnotation(context.getElement(), SinceServer.class).stream()
                .filter(since -> ServerBinaries.underTest() < since.value())
                .map(since -> Needs.feature(ServerBinaries.underTest(), since.feature(), since.value()));
        Stream<String> containers =
                AnnotationSupport.findAnnotation(context.getElement(), EnabledIfContainers.class).stream()
                        .flatMap(needed -> ContainerServer.available() ? Stream.empty() : Stream.of(Needs.CONTAINERS));
        return Stream.of(tools, bouncer, corpora, servers, features, containers).flatMap(reasons -> reasons);
    }

    private static Stream<String> missingTool(String program) {
        return ClientTools.find(program).isPresent() ? Stream.empty() : Optional.of(Needs.tool(program)).stream();
    }
}
