package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/** What an agent's {@code index.json} says: its versions, by their ids. Used by one thread. */
final class AgentIndex {
    /**
     * @param copied when its content was last written, ISO 8601 in UTC
     * @param hash   SHA-256 of the content
     * @param live   whether it takes calls: the published one, or the newest where none is marked
     * @param listed whether the provider still tells of it
     * @param varying what was kept apart from the content
     */
    record Entry(String id, long number, String name, String created, String copied, String hash, boolean live, boolean listed, JsonNode varying) {
        Entry with(boolean isLive, boolean isListed) {
            return new Entry(id, number, name, created, copied, hash, isLive, isListed, varying);
        }

        String shown() {
            return "v" + number + (name.isEmpty() || name.equals("v" + number) ? "" : " “" + name + "”");
        }
    }

    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private String agentName = "";
    private String gone = "";
    private final boolean isNew;

    AgentIndex() {
        this.isNew = true;
    }

    private AgentIndex(JsonNode json) {
        isNew = false;
        agentName = json.path("agent_name").asText();
        gone = json.path("gone").asText();
        json.path("versions").forEach(entry -> put(new Entry(entry.path("id").asText(), entry.path("number").asLong(), entry.path("name").asText(),
                entry.path("created").asText(), entry.path("copied").asText(), entry.path("hash").asText(), entry.path("live").asBoolean(),
                entry.path("listed").asBoolean(true), entry.path("varying"))));
    }

    /** What is left of an index that cannot be read is a new one: the copies are compared by their content. */
    static AgentIndex read(byte[] json) {
        return CanonicalJson.object(json).map(AgentIndex::new).orElseGet(AgentIndex::new);
    }

    byte[] toBytes(String provider, String agentId) {
        ObjectNode json = CanonicalJson.object().put("provider", provider).put("agent", agentId).put("agent_name", agentName);
        if (!gone.isEmpty()) {
            json.put("gone", gone);
        }
        ArrayNode versions = json.putArray("versions");
        entries.values().stream().sorted(Comparator.comparingLong(Entry::number).thenComparing(Entry::id)).forEach(entry -> {
            ObjectNode line = versions.addObject().put("id", entry.id()).put("number", entry.number()).put("name", entry.name())
                    .put("created", entry.created()).put("copied", entry.copied()).put("hash", entry.hash()).put("live", entry.live())
                    .put("listed", entry.listed());
            line.set("varying", entry.varying());
        });
        return CanonicalJson.pretty(json);
    }

    /** Whether nothing of this agent was known before. */
    boolean isNew() {
        return isNew;
    }

    String agentName() {
        return agentName;
    }

    void agentName(String name) {
        agentName = name;
    }

    /** When the provider was first found to tell of this agent no more; empty while it does. */
    String gone() {
        return gone;
    }

    void gone(String since) {
        gone = since;
    }

    Optional<Entry> version(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    void put(Entry entry) {
        entries.put(entry.id(), entry);
    }

    Collection<Entry> versions() {
        return entries.values();
    }

    Optional<Entry> live() {
        return entries.values().stream().filter(Entry::live).findFirst();
    }

    Optional<Entry> newest() {
        return entries.values().stream().filter(Entry::listed).max(Comparator.comparingLong(Entry::number));
    }

    /** The version that came before one of this number. */
    Optional<Entry> before(long number) {
        return entries.values().stream().filter(entry -> entry.number() < number).max(Comparator.comparingLong(Entry::number));
    }
}
