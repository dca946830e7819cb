package io.voicecampaigns.salesforce;

import io.voicecampaigns.campaign.Campaigns;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the outcomes of one campaign: what its sink is told, and the start of each batch. Thread-safe. */
public final class OutcomeWriting {
    private static final Set<String> OPTED_OUT = Set.of("opted_out");

    private final SalesforceOrg org;
    private final SalesforceQuota quota;
    private final Clock clock;
    private final Campaigns campaigns;
    private final Map<String, String> properties;

    /** @param properties of the kamelet, by name; blank ones too */
    public OutcomeWriting(SalesforceOrg org, SalesforceQuota quota, Clock clock, Campaigns campaigns, Map<String, String> properties) {
        this.org = org;
        this.quota = quota;
        this.clock = clock;
        this.campaigns = campaigns;
        this.properties = properties;
    }

    /**
     * What has to be sent for a batch.
     *
     * @param outcomes as sinks are given them
     * @throws SalesforceException if the campaign's settings cannot be read, or too few requests are left
     */
    public OutcomeBatch begin(List<Map<String, Object>> outcomes) {
        String name = text("org");
        org.requireConfigured(name);
        quota.requireForWriting(name);
        CallTask task = new CallTask(text("taskObject"), text("recordingField"), text("subject"), CallFields.read("call-fields", text("callFields")), zone(), clock);
        CallFields fields = CallFields.read("fields", text("fields"));
        List<CallRecord> records = new ArrayList<>();
        List<Map<String, Object>> refused = new ArrayList<>();
        for (Map<String, Object> outcome : outcomes) {
            Optional<SalesforceRef> ref = SalesforceRef.read(outcome.get("contact_ref")).or(() -> SalesforceRef.read(outcome.get("key")));
            if (ref.isPresent()) {
                records.add(record(outcome, ref.get(), task, fields));
            } else {
                refused.add(OutcomeBatch.answer(outcome.get("ref"), false, false, "the contact has no id of Salesforce: contacts.key has to name the column that holds it"));
            }
        }
        return new OutcomeBatch(records, refused, new CallRequests(task, text("externalId")), quota, name);
    }

    private CallRecord record(Map<String, Object> outcome, SalesforceRef ref, CallTask task, CallFields fields) {
        Map<String, Object> places = new LinkedHashMap<>(outcome);
        places.put("record", ref.record());
        ref.who().ifPresent(who -> places.put("who", who));
        ref.what().ifPresent(what -> places.put("what", what));
        places.put("date", task.date(outcome));
        Optional<Map<String, Object>> call = isOn("task") ? Optional.of(task.record(places, ref)) : Optional.empty();
        Map<String, Map<String, Object>> changes = new LinkedHashMap<>();
        // a late word on an earlier call, such as its recording, must not put the record back to what it was before the last one
        Map<String, Object> ofSource = Boolean.FALSE.equals(outcome.get("latest")) ? Map.of() : fields.fill(places);
        if (!ofSource.isEmpty()) {
            changes.put(ref.record(), change(ref.record(), text("object"), ofSource));
        }
        if (isOn("doNotCall") && OPTED_OUT.contains(String.valueOf(outcome.get("disposition")))) {
            ref.who().ifPresent(who -> changes.computeIfAbsent(who, id -> change(id, "", Map.of())).put(CallTask.DO_NOT_CALL, true));
        }
        return new CallRecord(String.valueOf(outcome.get("ref")), ((Number) outcome.get("revision")).intValue(), CallTask.callObject(outcome), call, changes);
    }

    private static Map<String, Object> change(String id, String givenObject, Map<String, Object> fields) {
        String object = givenObject.isEmpty() ? SalesforceRef.object(id).orElseThrow(() ->
                new SalesforceException("which object the contacts are is not known; expected object: with its name")) : givenObject;
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("attributes", Map.of("type", object));
        record.put("id", id);
        record.putAll(fields);
        return record;
    }

    /** Of a campaign that calls in each contact's own zone, UTC: an outcome does not tell which that is. */
    private ZoneId zone() {
        return campaigns.lastKnown(text("campaign")).flatMap(campaign -> campaign.calling().zone()).orElse(ZoneOffset.UTC);
    }

    private boolean isOn(String property) {
        return Boolean.parseBoolean(text(property));
    }

    private String text(String property) {
        return properties.get(property).strip();
    }

    /** As {@link OutcomeBatch#took}. */
    public void took(OutcomeBatch batch, Object body, String limitInfo) {
        batch.took(body, limitInfo);
    }

    /** As {@link OutcomeBatch#failed}. */
    public void failed(OutcomeBatch batch, Throwable thrown, String limitInfo) {
        batch.failed(thrown, limitInfo);
    }
}
