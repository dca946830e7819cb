package io.voicecampaigns.campaign;

import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.Kamelets;
import io.voicecampaigns.contact.Template;
import io.voicecampaigns.outcome.Disposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads campaign files and finds everything that is wrong with one at once. Only {@code provider}, {@code from-number} and
 * {@code contacts.phone} are required. The rest is, where a file says nothing:
 *
 * <table>
 *   <caption>Defaults</caption>
 *   <tr><td>{@code agent}</td><td>whatever the number calls with</td></tr>
 *   <tr><td>{@code agent-version}</td><td>whatever is published when the call starts</td></tr>
 *   <tr><td>{@code edition}</td><td>1</td></tr>
 *   <tr><td>{@code contacts.key}</td><td>the source's key, or the number</td></tr>
 *   <tr><td>{@code contacts.region}</td><td>ES</td></tr>
 *   <tr><td>{@code contacts.same-number}</td><td>reject</td></tr>
 *   <tr><td>{@code calling.window}</td><td>no calls</td></tr>
 *   <tr><td>{@code calling.zone}</td><td>UTC; but required with any window except {@code always}, and with
 *       {@code holidays}, {@code until} and {@code max-per-day}: the machine's own zone would call people at night</td></tr>
 *   <tr><td>{@code calling.max-concurrent}, {@code max-per-minute}, {@code max-per-day}</td><td>no limit but the account's</td></tr>
 *   <tr><td>{@code calling.max-per-number-per-day}</td><td>1</td></tr>
 *   <tr><td>{@code calling.attempts}</td><td>1</td></tr>
 *   <tr><td>{@code calling.retry}</td><td>every disposition is final</td></tr>
 *   <tr><td>{@code calling.uncertain}</td><td>review</td></tr>
 *   <tr><td>{@code source.from}</td><td>file</td></tr>
 *   <tr><td>{@code source.every}</td><td>5m</td></tr>
 *   <tr><td>{@code report.to}</td><td>file</td></tr>
 *   <tr><td>{@code report.formulas}</td><td>neutralise</td></tr>
 *   <tr><td>{@code report.excel}</td><td>false</td></tr>
 *   <tr><td>{@code report.transcript}, {@code summary}, {@code analysis}</td><td>not asked for: personal data</td></tr>
 *   <tr><td>{@code report.times}</td><td>ISO 8601 with offset</td></tr>
 * </table>
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class CampaignReader {
    private static final int DEFAULT_EDITION = 1;
    /** The one above is that of test calls. */
    private static final int LAST_EDITION = Integer.MAX_VALUE - 1;
    private static final String DEFAULT_REGION = "ES";
    private static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;
    private static final int DEFAULT_MAX_PER_NUMBER_PER_DAY = 1;
    private static final int DEFAULT_ATTEMPTS = 1;
    private static final int MOST_ATTEMPTS = 20;

    /** What became of reading a file. */
    public sealed interface Result {
    }

    /** The file is good. */
    public record Read(Campaign campaign) implements Result {
    }

    /** The file cannot be used; at least one problem, in the order of its lines. */
    public record Problems(List<Problem> problems) implements Result {
        public Problems {
            problems = List.copyOf(problems);
        }
    }

    private final Function<String, Template> templates;
    private final Function<String, Set<String>> needs;
    private final ConnectorSections connectors;
    private final Optional<Kamelets> kamelets;

    /** Does not look at whether the kamelets that a campaign names exist, and take what it gives them. */
    public CampaignReader() {
        this(provider -> Set.of());
    }

    /** @param needs for a provider's name, the fields that it cannot do without beside those that all need, such as {@code agent} */
    public CampaignReader(Function<String, Set<String>> needs) {
        this(Template::parse, needs);
    }

    /** @param connectors whose kamelets a campaign may name, with what they take */
    public CampaignReader(Function<String, Set<String>> needs, Connectors connectors) {
        this(Template::parse, needs, Optional.of(connectors));
    }

    CampaignReader(Function<String, Template> templates, Function<String, Set<String>> needs) {
        this(templates, needs, Optional.empty());
    }

    /** @param templates reads a variable's text; throws {@link IllegalArgumentException} with the reason if it cannot */
    private CampaignReader(Function<String, Template> templates, Function<String, Set<String>> needs, Optional<Connectors> connectors) {
        this.templates = templates;
        this.needs = needs;
        this.connectors = new ConnectorSections(connectors);
        this.kamelets = connectors.map(Connectors::kamelets);
    }

    /** Looks at the kamelets again, and says what changes whenever one of them has: a file may then read otherwise. */
    String look() {
        kamelets.ifPresent(Kamelets::look);
        return kamelets.map(Kamelets::stamp).orElse("");
    }

    /** Reads one file; its name without extension becomes the campaign's. A file that cannot be opened is a problem too. */
    public Result read(Path file) {
        try {
            return read(CampaignFiles.nameOf(file), file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            return new Problems(List.of(Problem.ofFile(file.toString(), "cannot be read: " + e.getClass().getSimpleName())));
        }
    }

    /**
     * Reads the content of one file.
     *
     * @param name the campaign's name
     * @param file the file's name, for problems
     */
    public Result read(String name, String file, byte[] content) {
        Findings findings = new Findings(file);
        Optional<Campaign> campaign = CampaignYaml.compose(content, findings)
                .flatMap(root -> campaign(name, Section.of(root, "", findings), Fingerprint.of(content)));
        return findings.isEmpty() ? new Read(campaign.orElseThrow()) : new Problems(findings.inOrder());
    }

    /** Empty if a required part is missing; every problem is a finding of the section's. */
    private Optional<Campaign> campaign(String name, Section root, String fingerprint) {
        Optional<String> provider = root.required("provider", "the name of a voice provider such as diga", Values::word);
        Optional<String> from = root.required("from-number",
                "the calling number in quotes, such as \"+34910000000\", or the provider's id of it", Values::callingNumber);
        Optional<String> agent = root.value("agent", Values::text);
        Optional<String> agentVersion = root.value("agent-version", Values::text);
        provider.map(needs).orElse(Set.of()).stream().filter(field -> !root.has(field)).sorted()
                .forEach(field -> root.refuse(field, "is missing; " + provider.get() + " calls with no agent but the one it is told"));
        int edition = root.value("edition", Values.integer(1, LAST_EDITION)).orElse(DEFAULT_EDITION);
        Section contactsSection = root.section("contacts");
        Optional<ContactColumns> contacts = contacts(contactsSection);
        Map<String, Template> variables = root.section("variables").entries(Values::variableName, templates);
        Section callingSection = root.section("calling");
        Calling calling = calling(callingSection, contactsSection);
        Source source = connectors.source(root.section("source"));
        Reporting report = connectors.report(root.sections("report"));
        contactsSection.refuseUnknownFields();
        root.refuseUnknownFields();
        return provider.flatMap(p -> from.flatMap(f -> contacts.map(c ->
                new Campaign(name, p, f, agent, agentVersion, edition, c, variables, calling, source, report, fingerprint))));
    }

    private static Optional<ContactColumns> contacts(Section section) {
        String expected = "the column with the number, or a list of columns";
        if (!section.has("phone")) {
            section.refuse("phone", "is missing; expected " + expected);
        }
        Optional<List<String>> phones = section.values("phone", Values::text);
        if (phones.filter(List::isEmpty).isPresent()) {
            section.refuse("phone", "is empty; expected " + expected);
        }
        Optional<String> key = section.value("key", Values::text);
        String region = section.value("region", Values::region).orElse(DEFAULT_REGION);
        boolean sameNumber = section.value("same-number", Values.either("allow", "reject")).orElse(false);
        return phones.filter(columns -> !columns.isEmpty())
                .map(columns -> new ContactColumns(columns, key, region, sameNumber));
    }

    private static Calling calling(Section section, Section contacts) {
        CallingWindow window = section.isBlank("window") ? CallingWindow.NEVER
                : section.value("window", CallingWindow::parse).orElse(CallingWindow.NEVER);
        Optional<Values.Zone> zone = section.value("zone", Values::zone);
        if (!section.has("zone")) {
            requireZone(section, window);
        }
        Optional<String> zoneColumn = contacts.value("zone", Values::text);
        if (contacts.has("zone") && !zone.map(Values.Zone::ofContact).orElse(false)) {
            contacts.refuse("zone", "is read only with calling.zone: contact");
        }
        Set<LocalDate> holidays = Set.copyOf(section.values("holidays", Values::date).orElse(List.of()));
        Optional<LocalDate> until = section.value("until", Values::date);
        OptionalInt maxConcurrent = limit(section, "max-concurrent");
        OptionalInt maxPerMinute = limit(section, "max-per-minute");
        OptionalInt maxPerDay = limit(section, "max-per-day");
        int maxPerNumberPerDay = limit(section, "max-per-number-per-day").orElse(DEFAULT_MAX_PER_NUMBER_PER_DAY);
        int attempts = section.value("attempts", Values.integer(1, MOST_ATTEMPTS)).orElse(DEFAULT_ATTEMPTS);
        Map<Disposition, Duration> retry = section.section("retry").entries(Values::retried, Delay::parse);
        Optional<Path> doNotCall = section.value("do-not-call", Values::path);
        boolean redialUncertain = section.value("uncertain", Values.either("redial", "review")).orElse(false);
        section.refuseUnknownFields();
        return new Calling(zone.map(Values.Zone::fixed).orElse(Optional.of(DEFAULT_ZONE)), zoneColumn, window, holidays, until,
                maxConcurrent, maxPerMinute, maxPerDay, maxPerNumberPerDay, attempts, retry, doNotCall, redialUncertain);
    }

    private static void requireZone(Section section, CallingWindow window) {
        boolean hours = !window.equals(CallingWindow.NEVER) && !window.equals(CallingWindow.ALWAYS);
        if (hours || section.has("holidays") || section.has("until") || section.has("max-per-day")) {
            section.refuse("zone", "is missing, and hours and days mean nothing without it; expected a time zone such as"
                    + " Europe/Madrid, or contact for each contact's own");
        }
    }

    private static OptionalInt limit(Section section, String field) {
        return section.value(field, Values.integer(1, Integer.MAX_VALUE)).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
