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
            new LanguageKind(),
            new AccessMethodKind(),
            new CollationKind(),
            new EnumKind(),
            new CompositeKind(),
            new DomainKind(),
            new RangeKind(),
            new BaseTypeKind(),
            new FunctionKind(),
            new AggregateKind(),
            new OperatorKind(),
            new OperatorFamilyKind(),
            new OperatorClassKind(),
            new CastKind(),
            new TransformKind(),
            new ConversionKind(),
            new TextSearchParserKind(),
            new TextSearchTemplateKind(),
            new TextSearchDictionaryKind(),
            new TextSearchConfigurationKind(),
            new ForeignDataWrapperKind(),
            new ForeignServerKind(),
            new UserMappingKind(),
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
            new PublicationKind(),
            new SubscriptionKind(),
            new EventTriggerKind(),
            new RefreshKind(),
            new ExtensionDependencyKind(),
            new CommentKind(),
            new SecurityLabelKind(),
            new LeftOverKind());

    private ObjectKinds() {}
}
