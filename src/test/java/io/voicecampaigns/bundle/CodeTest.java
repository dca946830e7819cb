package io.voicecampaigns.bundle;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every class, each with its reason. */
class CodeTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.voicecampaigns");
    private static final int MOST_LINES = 350;
    /** Words of a provider's API that are not words of ours too. */
    private static final Pattern PROVIDERS_WORDS = Pattern.compile(
            "from_number|to_number|dynamic_variables|error_code|agent_version_id|has_more|last_id|first_id|phone_register_id"
                    + "|v1/call|created_date|start_time|end_time|\"[Dd]iga\""
                    + "|toPhoneNumber|fromPhoneNumber|outboundPhoneNumberId|leadId|callEndedReason|callStartedAt|callEndedAt|callDuration"
                    + "|agentCall|agent-calls|nextCursor|agentVersionId|structuredPostCallAnalysis|X-API-Key|\"[Ff]eather\"");

    @Test
    void camel_stays_at_the_edges() {
        noClasses().that().resideOutsideOfPackages("io.voicecampaigns", "..health..", "..reload..", "..monitor..")
                .and().doNotHaveSimpleName("PermitInterceptor").and().doNotHaveSimpleName("ProviderCalls")
                .and().doNotHaveSimpleName("FailureReason").and().doNotHaveSimpleName("SalesforceOrg").and().doNotHaveSimpleName("SalesforceAnswer")
                .and().doNotHaveSimpleName("MailLogin")
                .should().dependOnClassesThat().resideInAPackage("org.apache.camel..")
                .because("decisions must be testable without a context, and routes must stay the only place where messages are moved")
                .check(CLASSES);
    }

    @Test
    void time_comes_from_a_clock() {
        noClasses()
                .should().callMethod(Instant.class, "now").orShould().callMethod(LocalDate.class, "now")
                .orShould().callMethod(LocalDateTime.class, "now").orShould().callMethod(ZonedDateTime.class, "now")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .because("windows, leases and deadlines are tested by moving the clock")
                .check(CLASSES);
    }

    @Test
    void clocks_are_given() {
        noClasses().that().resideOutsideOfPackages("io.voicecampaigns", "..simulator..")
                .should().callMethod(Clock.class, "systemUTC").orShould().callMethod(Clock.class, "systemDefaultZone")
                .because("a class that makes its own clock cannot be tested by moving it")
                .check(CLASSES);
    }

    @Test
    void nobody_sleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class)
                .because("whoever sleeps holds a thread and cannot be told to stop; schedules stand in the routes")
                .check(CLASSES);
    }

    @Test
    void log_lines_pass_the_guard() {
        noClasses().should().callMethod(org.slf4j.Logger.class, "atInfo")
                .orShould().callMethod(org.slf4j.Logger.class, "atWarn").orShould().callMethod(org.slf4j.Logger.class, "atError")
                .orShould().callMethod(org.slf4j.Logger.class, "atDebug").orShould().callMethod(org.slf4j.Logger.class, "atTrace")
                .because("SLF4J's fluent calls go around the filter that masks secrets and numbers")
                .check(CLASSES);
    }

    @Test
    void the_simulator_knows_nothing_of_the_product() {
        noClasses().that().resideInAPackage("..simulator..")
                .should().dependOnClassesThat(resideInAPackage("io.voicecampaigns..").and(not(resideInAPackage("..simulator.."))))
                .because("a simulated provider that shares code with its caller shares its mistakes")
                .check(CLASSES);
    }

    @Test
    void packages_do_not_turn_in_circles() {
        slices().matching("io.voicecampaigns.(*)..").should().beFreeOfCycles()
                .because("a package that is needed by those that it needs cannot be understood, or moved, alone")
                .check(CLASSES);
    }

    @Test
    void no_class_is_longer_than_a_few_pages() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
        }
    }

    @Test
    void a_provider_s_words_stand_in_its_kamelets_and_mapping_alone() throws IOException {
        for (Path file : sources()) {
            if (!file.toString().contains("/simulator/") && !file.endsWith("Demo.java")) {
                assertThat(wordsOfProviders(file))
                        .as(file + ": another provider would take a change here").isEmpty();
            }
        }
    }

    @Test
    void a_provider_s_words_stand_in_no_stage_and_no_table() throws IOException {
        try (Stream<Path> stages = Files.list(Path.of("routes")); Stream<Path> tables = Files.walk(Path.of("src/main/resources/db"))) {
            for (Path file : Stream.concat(stages, tables).filter(Files::isRegularFile).toList()) {
                assertThat(wordsOfProviders(file)).as(file + ": another provider would take a change here").isEmpty();
            }
        }
    }

    /** Examples in comments may name them. */
    private static List<String> wordsOfProviders(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.strip().matches("(//|/?\\*|#|--).*"))
                .flatMap(line -> PROVIDERS_WORDS.matcher(line).results()).map(MatchResult::group).toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }
}
