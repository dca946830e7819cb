package io.voicecampaigns.preflight;

import io.voicecampaigns.call.AttemptState;
import io.voicecampaigns.call.CampaignRecords;
import io.voicecampaigns.call.Claims;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.call.TestContacts;
import io.voicecampaigns.campaign.Calling;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.contact.CallableRegions;
import io.voicecampaigns.contact.MaskedNumber;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.contact.TemplateException;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.operate.Audit;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.Reply;
import io.voicecampaigns.operate.Request;
import io.voicecampaigns.provider.ProviderMappings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Calls one number that somebody names, as a campaign would, and tells what came of it. Whoever must not be called is not; windows and limits
 * hold. Thread-safe.
 */
public final class TestCalls {
    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final CampaignRecords records;
    private final ProviderMappings mappings;
    private final PhoneNumbers numbers;
    private final Installation installation;
    private final Dialing dialing;
    private final Audit audit;
    private final boolean isSimulated;

    /** @param connectors know whether the provider is simulated */
    public TestCalls(Ledger ledger, Clock clock, Campaigns campaigns, CampaignRecords records, ProviderMappings mappings, PhoneNumbers numbers,
            Installation installation, Dialing dialing, Audit audit, Connectors connectors) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.records = records;
        this.mappings = mappings;
        this.numbers = numbers;
        this.installation = installation;
        this.dialing = dialing;
        this.audit = audit;
        this.isSimulated = connectors.isSimulated();
    }

    /**
     * Asks for a call.
     *
     * @param body {@code {"campaign", "to", "variables"?: {…}, "simulated"?: false}}
     * @throws RefusedException if it must not or cannot be placed now; nothing has changed then
     */
    public Reply start(String operator, String body) {
        Request request = Request.of(operator, body, "campaign", "to", "variables", "simulated");
        Campaign campaign = campaign(request.required("campaign"));
        requireSimulation(request.flag("simulated"));
        String phone = phone(campaign, request.required("to"));
        Map<String, String> variables = variables(campaign, request);
        String zones = campaign.calling().zone().isPresent() ? "" : numbers.zones(phone)
                .map(found -> found.stream().map(ZoneId::getId).collect(Collectors.joining("|"))).orElse("");
        Instant now = clock.instant();
        requireOpen(campaign.calling(), zones, now);
        Optional.ofNullable(dialing.holds().get(campaign.name())).ifPresent(hold -> {
            throw RefusedException.conflict("the campaign dials nobody now: " + hold, "mend that first; preflight tells what is wrong");
        });
        long id = records.enter(ledger, campaign);
        UUID attempt = ledger.write(tx -> {
            if (tx.first("SELECT 1 FROM suppression WHERE phone = ?", row -> 1, phone).isPresent()) {
                throw RefusedException.conflict("the number has opted out, or is suppressed", "name another number: nobody who opted out is called, for a test either");
            }
            if (new ForgottenPeople(installation).has(tx, phone)) {
                throw RefusedException.conflict(ForgottenPeople.REASON, "name another number: nobody who was forgotten is called, for a test either");
            }
            UUID entered = TestContacts.enter(tx, installation, campaign, id, phone, zones, variables, now);
            audit.record(tx, request.who(), "test call", "campaign " + campaign.name(), "attempt " + entered + " to " + MaskedNumber.of(phone));
            return entered;
        });
        return Reply.done("one call to " + MaskedNumber.of(phone) + " is being placed", 1, Map.of("attempt", attempt.toString()));
    }

    private Campaign campaign(String name) {
        campaigns.unusable(name).ifPresent(unusable -> {
            throw RefusedException.conflict("the campaign file is not good: " + unusable.problems().get(0), "correct it");
        });
        Campaign campaign = campaigns.find(name).orElseThrow(() -> RefusedException.notFound("there is no such campaign", "name one of "
                + campaigns.all().stream().map(Campaign::name).collect(Collectors.joining(", "))));
        return campaign;
    }

    /** Whoever waits for the phone to ring must know that it will not, and the other way round. */
    private void requireSimulation(boolean wanted) {
        if (isSimulated && !wanted) {
            throw RefusedException.conflict("this service simulates: nobody's phone would ring", "add --simulate to see a simulated call, or ask a service that calls");
        }
        if (!isSimulated && wanted) {
            throw RefusedException.conflict("this service does not simulate: the phone would ring", "leave --simulate out to place a real call");
        }
    }

    private String phone(Campaign campaign, String to) {
        PhoneNumbers.Normalised number = numbers.normalise(to, campaign.contacts().region());
        if (number instanceof PhoneNumbers.Invalid invalid) {
            throw RefusedException.badRequest("the number " + invalid.reason(), "write it as +34612345678");
        }
        String phone = ((PhoneNumbers.Valid) number).e164();
        CallableRegions regions = CallableRegions.of(mappings.of(campaign.provider()).callableRegions());
        if (!regions.admit(phone, numbers)) {
            throw RefusedException.badRequest(campaign.provider() + " calls numbers of " + regions + " only", "name such a number");
        }
        Clearance clearance = campaigns.callable(campaign.name());
        if (clearance instanceof Clearance.Stopped stopped) {
            throw RefusedException.conflict(stopped.reason(), "make it readable");
        }
        if (((Clearance.Ok) clearance).doNotCall().contains(phone)) {
            throw RefusedException.conflict("the number is on the do-not-call list", "name another number, or take it off the list");
        }
        return phone;
    }

    private static Map<String, String> variables(Campaign campaign, Request request) {
        Map<String, String> given = new LinkedHashMap<>();
        if (request.body().has("variables")) {
            request.body().path("variables").fields().forEachRemaining(field -> {
                if (!field.getValue().isTextual()) {
                    throw RefusedException.badRequest("a variable is not a text", "send {\"variables\": {\"name\": \"text\"}}");
                }
                given.put(field.getKey(), field.getValue().textValue());
            });
        }
        List<String> missing = new ArrayList<>();
        Map<String, String> all = new LinkedHashMap<>();
        campaign.variables().forEach((name, template) -> {
            if (!given.containsKey(name)) {
                try {
                    all.put(name, template.render(column -> Optional.empty()));
                } catch (TemplateException e) {
                    missing.add(name);
                }
            }
        });
        if (!missing.isEmpty()) {
            throw RefusedException.badRequest("the agent is told " + String.join(", ", missing) + ", which a list would give",
                    "say " + missing.stream().map(name -> "--var " + name + "=…").collect(Collectors.joining(" ")));
        }
        all.putAll(given);
        return all;
    }

    private static void requireOpen(Calling calling, String zones, Instant now) {
        if (!Claims.isOpen(calling, zones, now)) {
            String opens = Preflight.opening(calling, calling.zone().map(ZoneId::getId).orElse(zones), now).filter(text -> !text.isEmpty())
                    .map(text -> "wait: it opens " + text).orElse("set calling.window, for it does not open");
            throw RefusedException.conflict("the campaign's window is closed, and a test call keeps to it", opens);
        }
    }

    /** What has come of a call so far. */
    public Reply look(String attempt) {
        UUID id;
        try {
            id = UUID.fromString(attempt);
        } catch (IllegalArgumentException e) {
            throw RefusedException.badRequest("that is no attempt's id", "take the one that the test call was answered with");
        }
        TestContacts.Seen seen = ledger.read(tx -> TestContacts.look(tx, id))
                .orElseThrow(() -> RefusedException.notFound("there is no such test call", "take the id that the test call was answered with"));
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("attempt", attempt);
        shown.put("campaign", seen.campaign());
        shown.put("state", seen.contact().equals("waiting") ? "waiting"
                : seen.attempt().filter(state -> state != AttemptState.DUE).map(AttemptState::word).orElse("not_dialled"));
        shown.put("over", seen.isOver());
        seen.disposition().ifPresent(disposition -> shown.put("disposition", disposition.word()));
        seen.durationSeconds().ifPresent(seconds -> shown.put("duration_seconds", seconds));
        seen.recordingUrl().ifPresent(url -> shown.put("recording_url", url));
        shown.put("awaits_recording", seen.awaitsRecording());
        seen.note().ifPresent(note -> shown.put("note", note));
        return Reply.ok(shown);
    }
}
