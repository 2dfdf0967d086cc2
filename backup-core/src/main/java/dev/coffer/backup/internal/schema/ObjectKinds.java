package dev.coffer.backup.internal.schema;

import java.util.List;

/**
 * The kinds of object that are read. The order is that in which entries follow each other where dependencies leave it open; each
 * kind may rely on what those before it have found.
 */
final class ObjectKinds {
    static final List<ObjectKind> ALL = List.of(
            new SchemaKind(),
            new ExtensionKind(),
            new CollationKind(),
            new EnumKind(),
            new CompositeKind(),
            new DomainKind(),
            new RangeKind(),
            new FunctionKind(),
            new AggregateKind(),
            new OperatorKind(),
            new CastKind(),
            new SequenceKind(),
            new TableKind(),
            new ViewKind(),
            new KeyKind(),
            new IndexKind(),
            new ForeignKeyKind(),
            new RuleKind(),
            new TriggerKind(),
            new PolicyKind(),
            new StatisticsKind(),
            new EventTriggerKind(),
            new RefreshKind(),
            new CommentKind(),
            new LeftOverKind());

    private ObjectKinds() {}
}
