package io.voicecampaigns.crm;

import java.util.Map;

/**
 * Reads the contacts of a CRM as the properties of {@code http-contacts-source} say. It sends nothing itself. Constructing it checks
 * them and has no other effect.
 */
public final class ContactReading {
    private final ContactQuery query;
    private final String list;
    private final String cursor;

    /** @throws IllegalArgumentException naming the property that is wrong */
    public ContactReading(Map<String, ?> properties) {
        Settings settings = new Settings(properties);
        this.query = ContactQuery.from(settings);
        this.list = settings.text("list");
        this.cursor = settings.text("cursor");
    }

    public ContactRun begin() {
        return new ContactRun(query, list, cursor);
    }

    /**
     * The run that is under way, or a new one.
     *
     * @param run    null if there is none yet
     * @param cursor where the last one ended; of no matter if there is a run, which then has left its page there
     */
    public ContactRun resume(ContactRun run, Object cursor) {
        if (run == null) {
            return new ContactRun(query, list, cursor == null ? "" : cursor.toString().strip());
        }
        run.turnPage();
        return run;
    }

    /**
     * What the sink is given of an answer.
     *
     * @throws CrmException if the CRM does not answer with contacts, or leads in a circle
     */
    public Object page(ContactRun run, CrmAnswer answer) {
        return run.answered(answer);
    }
}
