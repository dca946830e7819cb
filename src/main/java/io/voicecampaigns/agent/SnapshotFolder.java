package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The copies of one agent: {@code <data>/snapshots/<provider>/<agent id>/}. A version stands in {@code v<number>-<version id>.json}; where a
 * provider changes versions in place, what a file held before moves to {@code before/}, named after its content, and so do drafts that a
 * release is about to change.
 */
final class SnapshotFolder {
    private static final String BEFORE = "before";

    private final String provider;
    private final String agentId;
    private final Path folder;
    private final AgentCatalogue catalogue;

    SnapshotFolder(Path snapshots, String provider, String agentId) {
        this.provider = provider;
        this.agentId = agentId;
        this.folder = snapshots.resolve(provider).resolve(agentId);
        this.catalogue = AgentCatalogue.of(provider).orElseThrow();
    }

    /** Files of this form can be restored. @param fields without what varies */
    static ObjectNode document(String provider, AgentVersion version, ObjectNode fields) {
        ObjectNode document = CanonicalJson.object().put("provider", provider).put("agent", version.agentId()).put("version", version.id())
                .put("number", version.number()).put("name", version.name());
        document.set("fields", fields);
        return document;
    }

    /** What a version says, without what varies; that goes into {@code varying}, by its place. */
    static ObjectNode settled(AgentCatalogue catalogue, AgentVersion version, ObjectNode varying) {
        ObjectNode settled = version.fields().deepCopy();
        catalogue.varying().forEach(place -> take(settled, place.substring(1).split("/"), 0, place, varying));
        return settled;
    }

    private static void take(JsonNode node, String[] steps, int at, String place, ObjectNode varying) {
        String step = steps[at];
        if (step.equals("*")) {
            node.forEach(child -> take(child, steps, at + 1, place, varying));
        } else if (at < steps.length - 1) {
            take(node.path(step), steps, at + 1, place, varying);
        } else if (node instanceof ObjectNode object && object.has(step)) {
            JsonNode value = object.remove(step);
            if (place.contains("*")) {
                ((ArrayNode) varying.withArray("/" + place.substring(1).replace("/", "~1"))).add(value);
            } else {
                varying.set(place, value);
            }
        }
    }

    AgentIndex index() {
        return WholeFile.read(folder.resolve("index.json")).map(AgentIndex::read).orElseGet(AgentIndex::new);
    }

    /** Writes the index, unless it says the same already. */
    void write(AgentIndex index) {
        WholeFile.writeIfOther(folder.resolve("index.json"), index.toBytes(provider, agentId));
    }

    Path file(long number, String versionId) {
        return folder.resolve("v" + number + "-" + versionId + ".json");
    }

    /** The copy of a version; empty where there is none, or none that can be read. */
    Optional<ObjectNode> copy(long number, String versionId) {
        return WholeFile.read(file(number, versionId)).flatMap(CanonicalJson::object);
    }

    /** What the copy of a version says of it. */
    Optional<JsonNode> fields(long number, String versionId) {
        return copy(number, versionId).map(document -> document.path("fields"));
    }

    /** Writes a copy, unless it is there already; what another copy of that version said is kept under {@code before/}. */
    void write(AgentVersion version, ObjectNode document) {
        Path file = file(version.number(), version.id());
        byte[] content = CanonicalJson.pretty(document);
        WholeFile.read(file).filter(held -> !java.util.Arrays.equals(held, content)).ifPresent(held -> keep(version, held));
        WholeFile.writeIfOther(file, content);
    }

    /** Keeps a state that is about to change; answers where. The same state is kept once. */
    Path keepBefore(AgentVersion version) {
        return keep(version, CanonicalJson.pretty(document(provider, version, settled(catalogue, version, CanonicalJson.object()))));
    }

    private Path keep(AgentVersion version, byte[] content) {
        String kind = version.draft() ? "draft" : "v" + version.number() + "-" + version.id();
        Path file = folder.resolve(BEFORE).resolve(kind + "-" + CanonicalJson.sha256(content).substring(0, 12) + ".json");
        WholeFile.writeIfOther(file, content);
        return file;
    }
}
