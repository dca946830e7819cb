package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicecampaigns.campaign.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads release files, JSON or YAML, and copies of versions, which are restored. Finds everything that is wrong at once. Stateless.
 *
 * <pre>
 * provider: diga
 * agent: a9e2…
 * version-name: spring
 * publish: false
 * change:
 *   greeting: Hola
 * </pre>
 */
final class ReleaseFile {
    private static final Set<String> FIELDS = Set.of("provider", "agent", "version", "version-name", "publish", "outbound-phone", "inbound-phone",
            "reviewed", "change");
    /** What a copy has beside, all of which is told by the version itself. */
    private static final Set<String> OF_A_COPY = Set.of("number", "name", "fields");
    private static final int MOST_BYTES = 5 * 1024 * 1024;

    private final String name;
    private final byte[] content;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ReleaseFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /** @throws ReleaseRefusedException naming all problems */
    static ReleaseRequest read(String name, byte[] content) {
        return new ReleaseFile(name, content).read();
    }

    private ReleaseRequest read() {
        JsonNode root = content.length > MOST_BYTES ? refuse("is larger than 5 MiB") : parse();
        boolean isCopy = root.path("fields").isObject() && root.path("number").isIntegralNumber();
        root.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field) && !(isCopy && OF_A_COPY.contains(field))) {
                problems.add(field + " is not known" + Nearest.to(field, FIELDS).map(near -> "; did you mean " + near + "?").orElse(""));
            }
        });
        Optional<String> provider = required(root, "provider", "the name of a voice provider such as diga");
        Optional<AgentCatalogue> catalogue = provider.flatMap(AgentCatalogue::of);
        if (provider.isPresent() && catalogue.isEmpty()) {
            problems.add("provider: nothing is known of its agents");
        }
        Optional<String> agent = id(required(root, "agent", "the agent's id"), "agent");
        Optional<String> version = id(Changes.text(root.path("version")), "version");
        boolean publish = flag(root, "publish");
        Optional<String> outbound = id(Changes.text(root.path("outbound-phone")), "outbound-phone");
        Optional<String> inbound = id(Changes.text(root.path("inbound-phone")), "inbound-phone");
        ObjectNode fields = catalogue.map(known -> fields(known, root, isCopy)).orElseGet(CanonicalJson::object);
        catalogue.ifPresent(known -> checkKind(known, version, publish, outbound.or(() -> inbound), isCopy));
        if (!problems.isEmpty()) {
            throw new ReleaseRefusedException(problems);
        }
        String id = CanonicalJson.sha256(content);
        String kept = name.replaceFirst("(?i)\\.(json|ya?ml)$", "");
        String versionName = Changes.text(root.path("version-name")).orElse((isCopy ? "restore of v" + root.path("number").asText() : kept)
                + " " + id.substring(0, 8));
        return new ReleaseRequest(id, name, provider.orElseThrow(), agent.orElseThrow(), catalogue.orElseThrow().launches() ? Optional.empty() : version,
                fields, versionName, publish, outbound, inbound, Changes.text(root.path("reviewed")), warnings, isCopy);
    }

    private JsonNode refuse(String reason) {
        throw new ReleaseRefusedException(List.of(name + " " + reason));
    }

    private JsonNode parse() {
        try {
            String text = new String(content, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "");
            JsonNode root = name.toLowerCase(Locale.ROOT).endsWith(".json") ? CanonicalJson.MAPPER.readTree(text)
                    : CanonicalJson.MAPPER.valueToTree(new Load(LoadSettings.builder().setMaxAliasesForCollections(10).build()).loadFromString(text));
            return root.isObject() ? root : refuse("holds no fields; expected at least provider, agent and change");
        } catch (IOException e) {
            return refuse("is no JSON");
        } catch (YamlEngineException | IllegalArgumentException e) {
            return refuse("is no YAML");
        }
    }

    private ObjectNode fields(AgentCatalogue catalogue, JsonNode root, boolean isCopy) {
        Changes changes = new Changes(catalogue);
        if (isCopy) {
            return changes.request(root.path("fields"));
        }
        if (!(root.path("change") instanceof ObjectNode change)) {
            problems.add("change is missing; expected the fields of the agent to change");
            return CanonicalJson.object();
        }
        Changes.Findings found = changes.check(change);
        problems.addAll(found.problems());
        warnings.addAll(found.warnings());
        return change;
    }

    private void checkKind(AgentCatalogue catalogue, Optional<String> version, boolean publish, Optional<String> phone, boolean isCopy) {
        if (!catalogue.launches() && version.isEmpty()) {
            problems.add("version is missing; expected the id of the version to change");
        }
        if (!catalogue.launches() && !publish) {
            problems.add("publish must be true: a change of this provider's versions is live at once");
        }
        if (catalogue.launches() && version.isPresent() && !isCopy) {
            problems.add("version: this provider changes a draft, of which a new version is made");
        }
        if (phone.isPresent() && !publish) {
            problems.add("outbound-phone and inbound-phone belong to publish: true");
        }
    }

    private Optional<String> required(JsonNode root, String field, String expected) {
        Optional<String> text = Changes.text(root.path(field));
        if (text.isEmpty()) {
            problems.add(field + " is missing; expected " + expected);
        }
        return text;
    }

    private Optional<String> id(Optional<String> text, String field) {
        if (text.isPresent() && !AgentVersion.isId(text.get())) {
            problems.add(field + " is no id");
            return Optional.empty();
        }
        return text;
    }

    private boolean flag(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            problems.add(field + " is true or false");
        }
        return value.asBoolean();
    }
}
