package io.voicecampaigns.call;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.voicecampaigns.agent.PromptChecks;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.Kamelets;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.enroll.CampaignFolder;
import io.voicecampaigns.enroll.ContactBatch;
import io.voicecampaigns.enroll.ContactLists;
import io.voicecampaigns.enroll.Enrolling;
import io.voicecampaigns.enroll.ListReading;
import io.voicecampaigns.enroll.MappedBatch;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.metrics.Meters;
import io.voicecampaigns.provider.CallPage;
import io.voicecampaigns.provider.Permits;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.ProviderCall;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.provider.Secret;
import io.voicecampaigns.provider.StartAnswer;
import io.voicecampaigns.replica.Duties;
import io.voicecampaigns.replica.Owner;
import io.voicecampaigns.report.Outbox;
import io.voicecampaigns.source.SourceSettings;
import io.voicecampaigns.source.Sources;
import io.voicecampaigns.trace.AttemptTraces;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The beans of one process on the ledger of a {@link Scene}, started as the application starts them. */
final class Worker implements AutoCloseable {
    static final String PROVIDER = "diga";
    static final Duration LEASE = Duration.ofSeconds(90);
    private static final PhoneNumbers NUMBERS = new PhoneNumbers();
    private static final ProviderMappings MAPPINGS = new ProviderMappings(Path.of("config/providers"));

    private static final Connectors CONNECTORS = new Connectors(Kamelets.in(Path.of("src/test/resources/connectors")), text -> text, false);

    final Scene scene;
    final Ledger ledger;
    final PrometheusMeterRegistry metrics = Meters.newRegistry();
    final Meters meters = new Meters(metrics);
    final Installation installation;
    final Campaigns campaigns;
    final CampaignRecords records;
    final Lines lines;
    final Permits permits;
    final Dialing dialing;
    final Upkeep upkeep;
    final Polling polling;
    final LookUps lookUps;
    final Outbox outbox;
    final Answers answers;
    final Sources sources;
    final ContactChecks checks;
    final Duties duties;
    final Steering steering;
    final Cancelling cancelling;
    final Retrying retrying;
    final Reviews reviews;
    final Suppressing suppressing;
    private final ContactLists lists;
    private final ListReading reading;
    private final Enrolling enrolling;

    Worker(Scene scene) {
        this(scene, "data");
    }

    /** @param directory of its data */
    Worker(Scene scene, String directory) {
        this.scene = scene;
        DataDir data = new DataDir(scene.dir.resolve(directory));
        ledger = new Ledger(scene.database);
        installation = new Installation(ledger, scene.clock, data, "secret-of-these-tests", scene.acceptsOlderLedger);
        campaigns = CampaignFolder.campaigns(scene.dir.resolve("campaigns").toString(), data, NUMBERS, MAPPINGS, scene.clock, CONNECTORS);
        records = new CampaignRecords(scene.clock, campaigns, meters, AttemptTraces.off());
        Providers providers = new Providers(List.of(new ProviderAccount(PROVIDER, URI.create("http://127.0.0.1:1"),
                new Secret("a-key"), scene.accountLimit)));
        lines = new Lines(scene.clock);
        permits = new Permits(scene.clock);
        Owner owner = Owner.ofThisStart();
        DialSettings settings = new DialSettings(1_000, 1_000, LEASE);
        Holds holds = new Holds(ledger, records, providers, lines, installation, new AgentChecks(campaigns, providers, MAPPINGS, scene.clock),
                // nobody reads what agents say here
                new PromptChecks(campaigns, new Providers(List.of()), scene.clock));
        dialing = new Dialing(ledger, scene.clock, campaigns, records, providers, permits, lines, holds,
                new Claims(scene.clock, installation, owner, settings, meters), settings);
        upkeep = new Upkeep(ledger, scene.clock, installation, campaigns, records, providers, lines, owner, dialing);
        duties = new Duties(ledger, installation, owner, Duration.ofSeconds(20));
        polling = new Polling(ledger, scene.clock, installation, records, providers, MAPPINGS, lines, duties, Duration.ofSeconds(1),
                scene.clock::nanoTime);
        lookUps = new LookUps(ledger, scene.clock, polling, providers, 20);
        outbox = new Outbox(ledger, scene.clock, campaigns, installation, owner, 100, meters, AttemptTraces.off(), Duration.ofMinutes(1));
        answers = new Answers(scene.clock, records, new Endings(scene.clock, records));
        lists = new ContactLists(ledger, scene.clock, campaigns, records, data, installation, duties);
        reading = new ListReading(ledger, scene.clock, campaigns, lists, installation, duties);
        enrolling = new Enrolling(ledger, scene.clock, campaigns, MAPPINGS, NUMBERS, installation);
        sources = new Sources(ledger, scene.clock, campaigns, records, installation, owner, CONNECTORS,
                new SourceSettings(Duration.ofMinutes(5), 1_000_000, Duration.ofMinutes(1)));
        checks = new ContactChecks(ledger, scene.clock, campaigns, CONNECTORS, duties);
        steering = new Steering(ledger, scene.clock, campaigns, records);
        cancelling = new Cancelling(ledger, scene.clock);
        retrying = new Retrying(ledger, scene.clock, campaigns, records);
        reviews = new Reviews(ledger, scene.clock, records, lines, MAPPINGS);
        suppressing = new Suppressing(ledger, scene.clock, NUMBERS);
        ledger.start();
        installation.start();
        installation.claimAccount(PROVIDER, "account");
        campaigns.refresh();
        upkeep.start();
    }

    /** A change counts once two looks have found it the same. */
    void readSettings() {
        campaigns.refresh();
        campaigns.refresh();
    }

    /** Picks up and enrolls a list of {@code id,number} rows. */
    Worker enroll(String campaign, String... rows) {
        return enroll(scene.list(campaign, rows));
    }

    Worker enroll(Path file) {
        take(file);
        return enrollTaken();
    }

    void take(Path file) {
        lists.take(file.toFile());
    }

    /** Rows that were read and mapped. */
    record InHand(ContactBatch read, MappedBatch rows) {
    }

    InHand readNext() {
        ContactBatch read = reading.next();
        return new InHand(read, enrolling.map(read));
    }

    void enroll(InHand rows) {
        try {
            enrolling.enroll(rows.rows());
        } finally {
            reading.over(rows.read());
        }
        // returns once that is durable
        Ledger.join(ledger.writeBulk(tx -> 0));
    }

    void enrollNext() {
        enroll(readNext());
    }

    /** Reads all lists to their ends. */
    Worker enrollTaken() {
        for (ContactBatch batch = reading.next(); batch != null; batch = reading.next()) {
            enrolling.enroll(enrolling.map(batch));
            reading.over(batch);
        }
        return this;
    }

    /** The next page of a campaign's run, through the stages that it would go through. */
    void handOver(String campaign, String page) {
        for (ContactBatch batch : sources.page("source-" + campaign, page)) {
            enrolling.enroll(enrolling.map(batch));
            sources.taken(batch);
        }
    }

    /** {@code count} people with keys K1, K2, … and numbers of their own. */
    Worker enrollPeople(String campaign, int count) {
        return enroll(campaign, java.util.stream.IntStream.rangeClosed(1, count).mapToObj(i -> "K" + i + "," + (600_000_000 + i))
                .toArray(String[]::new));
    }

    List<Claimed> claim() {
        List<Claimed> claimed = new ArrayList<>(dialing.claim());
        claimed.sort(Comparator.comparing(Claimed::attemptRow));
        return claimed;
    }

    /** Claims what is expected to be one contact. */
    Claimed claimOne() {
        List<Claimed> claimed = claim();
        if (claimed.size() != 1) {
            throw new AssertionError("one contact was to be claimed, not " + claimed.size() + "; " + dialing.holds());
        }
        return claimed.get(0);
    }

    List<String> claimedKeys() {
        return claim().stream().map(this::keyOf).toList();
    }

    private String keyOf(Claimed claimed) {
        return ledger.read(tx -> tx.first("SELECT key FROM contact WHERE id = ?", row -> row.text(1), claimed.contactId())).orElseThrow();
    }

    /** The request leaves, as the interceptor would let it. */
    void send(Claimed claimed) {
        if (!permits.consume(claimed.permit())) {
            throw new AssertionError("the permit of " + claimed + " lets nothing through");
        }
    }

    void answer(Claimed claimed, StartAnswer answer) {
        send(claimed);
        dialing.answer(claimed, answer);
    }

    void accept(Claimed claimed, String callId) {
        answer(claimed, StartAnswer.accepted(callId));
    }

    /** The answer is lost after the request has left. */
    void lose(Claimed claimed) {
        send(claimed);
        dialing.fail(claimed, new IllegalStateException("connection lost"));
    }

    /** Reads the provider's list, which is this; lets so much time pass that a reading is due. */
    void sweep(ProviderCall... calls) {
        scene.advance(Duration.ofSeconds(10));
        for (Sweep sweep : polling.due()) {
            polling.page(sweep, new CallPage(List.of(calls), Optional.empty()));
        }
    }

    /** Asks for the single calls that are due, of which the provider knows this one. */
    List<LookUps.LookUp> lookUp(ProviderCall known) {
        List<LookUps.LookUp> due = lookUps.due();
        due.forEach(each -> {
            if (each.callId().equals(known.callId())) {
                lookUps.found(each, known);
            } else {
                lookUps.failed(each);
            }
        });
        return due;
    }

    /** What a person wants of a campaign is done, and it is said what has come of it. */
    String done(Function<Long, Steered> verb, String campaign) {
        return done(verb.apply(steering.find(campaign).orElseThrow()));
    }

    static String done(Steered steered) {
        if (steered instanceof Steered.Done done) {
            return done.sentence();
        }
        throw new AssertionError(steered);
    }

    static Steered.Refused refused(Steered steered) {
        if (steered instanceof Steered.Refused refused) {
            return refused;
        }
        throw new AssertionError(steered);
    }

    /** The audit, a line each: who, what, to what, and more. */
    List<String> audit() {
        return list("SELECT who, what, subject, detail FROM audit ORDER BY id",
                row -> row.text(1) + " " + row.text(2) + " " + row.text(3) + ": " + row.text(4));
    }

    /** A contact's last attempt. */
    Attempt attempt(String key) {
        return ledger.read(tx -> tx.first(Attempt.SELECT + "JOIN contact c ON c.id = a.contact_id WHERE c.key = ? ORDER BY a.id DESC LIMIT 1",
                Attempt::read, key)).orElseThrow(() -> new AssertionError(key + " has no attempt"));
    }

    AttemptState stateOf(String key) {
        return attempt(key).state();
    }

    String contact(String key) {
        return text("SELECT state FROM contact WHERE key = ? ORDER BY id DESC LIMIT 1", key);
    }

    String note(String key) {
        return text("SELECT note FROM contact WHERE key = ? ORDER BY id DESC LIMIT 1", key);
    }

    String text(String sql, Object... arguments) {
        return ledger.read(tx -> tx.first(sql, row -> row.text(1), arguments)).orElse(null);
    }

    long number(String sql, Object... arguments) {
        return ledger.<Long>read(tx -> tx.number(sql, arguments));
    }

    <T> List<T> list(String sql, Tx.RowReader<T> reader) {
        return ledger.read(tx -> tx.list(sql, reader));
    }

    @Override
    public void close() {
        duties.end();
        ledger.close();
    }
}
