package dev.coffer.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.util.List;

/** Dependencies point one way: cli and examples to formats, formats to core. */
@AnalyzeClasses(packages = "dev.coffer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.coffer.backup";
    private static final List<String> FORMATS = List.of("json", "csv", "pgdump");

    private static final DescribedPredicate<JavaClass> OURS =
            resideInAPackage("dev.coffer..").as("are ours");
    private static final DescribedPredicate<JavaClass> API =
            resideInAnyPackage(ROOT, ROOT + ".spi").as("are the API or its spi");
    private static final DescribedPredicate<JavaClass> INTERNAL =
            resideInAPackage(ROOT + ".internal..").as("are internal to core");
    private static final DescribedPredicate<JavaClass> CORE = API.or(INTERNAL).as("are core");
    private static final DescribedPredicate<JavaClass> A_FORMAT =
            describe("are a format", type -> FORMATS.stream().anyMatch(format -> below(type, ROOT + "." + format)));
    private static final DescribedPredicate<JavaClass> LIBRARY =
            CORE.or(A_FORMAT).as("are the library");

    @ArchTest
    static final ArchRule coreStandsAlone = noClasses()
            .that(CORE)
            .should(dependOnClassesThat(OURS.and(not(CORE)).as("are ours and not core")))
            .because(
                    "core never names a format: formats are handed to it, so that somebody else's is worth as much as ours");

    @ArchTest
    static final ArchRule formatsSeeTheApi = noClasses()
            .that(A_FORMAT)
            .should(dependOnClassesThat(OURS.and(not(API.or(A_FORMAT))).as("are ours beyond the API and its spi")))
            .because("a format of ours must need nothing that the author of another one cannot have");

    @ArchTest
    static final ArchRule formatsDoNotKnowEachOther = classes()
            .that(A_FORMAT)
            .should(new KeepToTheirOwnFormat(
                    FORMATS.stream().map(format -> ROOT + "." + format).toList()))
            .because("a user takes one format without the others");

    @ArchTest
    static final ArchRule testkitStandsOnTheFormats = noClasses()
            .that(resideInAPackage(ROOT + ".testkit..").as("are the testkit"))
            .should(dependOnClassesThat(OURS.and(not(API.or(resideInAnyPackage(
                            ROOT + ".testkit..", ROOT + ".fixture..", ROOT + ".json", ROOT + ".csv"))))
                    .as("are ours beyond the API, its spi, fixtures, JSON and CSV")))
            .because("tests of users need the library and its two formats, and nothing that only we have");

    @ArchTest
    static final ArchRule recordingNeedsNoTestFramework = noClasses()
            .that(resideInAPackage(ROOT + ".fixture..").as("are of fixtures"))
            .should(dependOnClassesThat(OURS.and(not(API.or(resideInAPackage(ROOT + ".fixture.."))))
                    .as("are ours beyond the API and its spi")))
            .orShould(dependOnClassesThat(resideInAnyPackage("org.junit..", "org.assertj..")))
            .because("the shell records fixtures and carries no test framework (ADR 16)");

    @ArchTest
    static final ArchRule internalStaysInside = noClasses()
            .that(OURS.and(not(CORE)))
            .should(dependOnClassesThat(INTERNAL))
            .because("what is internal changes without notice, and on the module path nobody else can reach it");

    @ArchTest
    static final ArchRule nothingNeedsTheTools = noClasses()
            .that(LIBRARY)
            .should(dependOnClassesThat(resideInAnyPackage(
                    "dev.coffer.examples..",
                    ROOT + ".testkit..",
                    ROOT + ".fixture..",
                    "info.picocli..",
                    "picocli..",
                    "org.junit..")))
            .because(
                    "the shell, the examples and the test suites serve the library and are not needed to use it (ADR 1)");

    @ArchTest
    static final ArchRule noPackageOfLeftovers = noClasses()
            .that(OURS)
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..helper..", "..helpers..", "..common..", "..misc..")
            .because("such a package says nothing and grows: name it by its topic, or keep the helper package-private");

    @ArchTest
    static final ArchRule destinationsArePaths = noClasses()
            .that(LIBRARY)
            .should(accessClassesThat(describe("are java.io.File", type -> type.isEquivalentTo(File.class))))
            .because("a destination is a java.nio.file.Path: an S3 bucket has no File");

    @ArchTest
    static final ArchRule libraryIsQuiet = noClasses()
            .that(LIBRARY)
            .should(ACCESS_STANDARD_STREAMS)
            .because("a library logs through SLF4J and reports through its results");

    private static boolean below(JavaClass type, String name) {
        return (type.getPackageName() + ".").startsWith(name + ".");
    }
}
