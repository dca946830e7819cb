package io.voicecampaigns.preflight;

import io.voicecampaigns.agent.PromptChecks;
import io.voicecampaigns.call.AgentChecks;
import io.voicecampaigns.campaign.Calling;
import io.voicecampaigns.campaign.CallingWindow;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.contact.ContactFile;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.MaskedNumber;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.contact.UnreadableListException;
import io.voicecampaigns.enroll.ContactLists;
import io.voicecampaigns.enroll.MappedBatch;
import io.voicecampaigns.enroll.Rehearsal;
import io.voicecampaigns.enroll.Rehearsal.Fate;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerSettings;
import io.voicecampaigns.ledger.LedgerView;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at a campaign and a list before anybody is called: enrolls the list for show, and asks the systems that calling it takes. Nobody is
 * dialled, and nothing is written but a scratch directory. It may run beside the service.
 */
public final class Preflight {
    private static final int BATCH_ROWS = 1_000;
    private static final DateTimeFormatter OPENING = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private final Clock clock;
    private final PhoneNumbers numbers;
    private final ProviderMappings mappings;
    private final Providers providers;
    private final AgentChecks agents;
    private final PromptChecks prompts;
    private final Systems systems;
    private final DataDir data;
    private final Installation installation;
    private final boolean isSimulated;

    public Preflight(Clock clock, PhoneNumbers numbers, ProviderMappings mappings, Providers providers, AgentChecks agents, PromptChecks prompts,
            Systems systems, DataDir data, Installation installation, boolean isSimulated) {
        this.clock = clock;
        this.numbers = numbers;
        this.mappings = mappings;
        this.providers = providers;
        this.agents = agents;
        this.prompts = prompts;
        this.systems = systems;
        this.data = data;
        this.installation = installation;
        this.isSimulated = isSimulated;
    }

    /**
     * Looks.
     *
     * @param campaigns must have the campaign
     * @param scratch   an empty directory that is thrown away
     * @param ledger    where the service's is, or would be
     * @throws io.voicecampaigns.ledger.LedgerException if there is a ledger that cannot be read
     */
    public Report look(Campaigns campaigns, Campaign campaign, Path list, Path scratch, LedgerSettings ledger) {
        Instant now = clock.instant();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("campaign", "its file is good"));
        Tally tally = new Tally(campaign, now);
        List<Report.Sample> samples;
        Set<String> given = new TreeSet<>(campaign.variables().keySet());
        History history;
        try (Ledger pad = new Ledger(LedgerSettings.inFile(scratch.resolve("rehearsal.db")))) {
            pad.start();
            Optional<LedgerView> real = LedgerView.open(ledger);
            try {
                history = History.of(real, campaign);
                real.ifPresent(view -> checks.addAll(StandstillChecks.of(view, campaign)));
                Rehearsal rehearsal = new Rehearsal(pad, clock, campaigns, mappings, numbers, campaign, real, installation);
                checks.add(read(list, rehearsal, tally));
                samples = samples(rehearsal, tally, given, checks);
            } finally {
                real.ifPresent(LedgerView::close);
            }
        }
        checks.add(window(campaign.calling(), tally, now));
        if (campaigns.callable(campaign.name()) instanceof Clearance.Stopped stopped) {
            checks.add(Check.wrong("do-not-call", stopped.reason(), "make the list readable: until then nobody is called"));
        }
        ProviderChecks provider = new ProviderChecks(systems, providers, agents, prompts, clock, isSimulated);
        provider.ask(campaign);
        checks.addAll(provider.checks());
        Set<String> missing = new TreeSet<>(provider.missing());
        missing.removeAll(given);
        if (!missing.isEmpty()) {
            checks.add(Check.wrong("variables", "the agent wants " + String.join(", ", missing) + ", which nobody gives",
                    "add them under variables in the campaign file, or give them a value at the agent"));
        }
        checks.addAll(new SinkChecks(systems, data.outbox()).ask(campaign));
        OptionalInt ofAccount = providers.account(campaign.provider()).map(ProviderAccount::maxConcurrent).orElse(OptionalInt.empty());
        Estimate estimate = Estimate.of(campaign, ofAccount, tally.of(Fate.ENROLLED), tally.mostFrequentZones(), history, now);
        return new Report(campaign.name(), list.getFileName().toString(), isSimulated, tally.read(), tally.of(Fate.ENROLLED), tally.rejected(),
                tally.of(Fate.DUPLICATE), tally.of(Fate.ALREADY_ENROLLED), tally.of(Fate.MUST_NOT_BE_CALLED), tally.outsideWindow(),
                opening(campaign.calling(), zones(campaign.calling(), tally), now).filter(opens -> !opens.isEmpty()), missing, samples, estimate, checks);
    }

    private static Check read(Path list, Rehearsal rehearsal, Tally tally) {
        if (!ContactLists.takes(list.getFileName().toString())) {
            return Check.wrong("list", "files of this kind are not read", "save the list as CSV UTF-8 or as JSON");
        }
        try (ContactFile file = ContactFile.open(list, list.getFileName().toString())) {
            for (List<Entry> entries = file.next(BATCH_ROWS); !entries.isEmpty(); entries = file.next(BATCH_ROWS)) {
                rehearsal.enroll(entries).forEach(tally::add);
            }
            return Check.ok("list", "it is read to its end, as " + file.format().charset());
        } catch (UnreadableListException e) {
            return Check.wrong("list", "line " + e.line() + ": " + e.reason(), e.whatToDo());
        }
    }

    private List<Report.Sample> samples(Rehearsal rehearsal, Tally tally, Set<String> given, List<Check> checks) {
        MappedBatch batch = rehearsal.forEnrichment(tally.samples());
        if (!tally.samples().isEmpty()) {
            try {
                systems.enrich(batch);
            } catch (UnansweredException e) {
                checks.add(Check.wrong("enriching", e.getMessage(), "see routes/21-enrich-contacts.camel.yaml and what it asks"));
            }
        }
        List<Report.Sample> samples = new ArrayList<>();
        List<Enrolment.Accepted> contacts = Rehearsal.contacts(batch);
        for (int i = 0; i < contacts.size(); i++) {
            given.addAll(contacts.get(i).variables().keySet());
            samples.add(new Report.Sample(tally.samples().get(i).line(), MaskedNumber.of(contacts.get(i).phone()), contacts.get(i).variables()));
        }
        return samples;
    }

    private static Check window(Calling calling, Tally tally, Instant now) {
        if (calling.window().equals(CallingWindow.NEVER)) {
            return Check.wrong("window", "the campaign has none, so nobody is ever called", "set calling.window, such as \"mon-fri 09:00-21:00\"");
        }
        String zones = zones(calling, tally);
        if (zones.isEmpty()) {
            return Check.ok("window", "each contact has its own zone");
        }
        ZoneId zone = ZoneId.of(zones.split("\\|")[0]);
        if (calling.until().filter(last -> last.isBefore(now.atZone(zone).toLocalDate())).isPresent()) {
            return Check.wrong("window", "the campaign's last day, " + calling.until().get() + ", is over", "set a later calling.until");
        }
        return opening(calling, zones, now).map(opens -> Check.ok("window", opens.isEmpty() ? "it is open" : "it opens " + opens))
                .orElseGet(() -> Check.wrong("window", "it does not open within a year", "correct calling.window, holidays and until"));
    }

    private static String zones(Calling calling, Tally tally) {
        return calling.zone().map(ZoneId::getId).orElseGet(tally::mostFrequentZones);
    }

    /** When calls may start; an empty text if they may now. */
    static Optional<String> opening(Calling calling, String zones, Instant now) {
        if (zones.isEmpty()) {
            return Optional.empty();
        }
        ZoneId zone = ZoneId.of(zones.split("\\|")[0]);
        return calling.window().nextOpening(now, zone, calling.holidays())
                .filter(at -> calling.until().map(last -> !at.atZone(zone).toLocalDate().isAfter(last)).orElse(true))
                .map(at -> at.equals(now) ? "" : OPENING.format(at.atZone(zone)) + " " + zone);
    }
}
