package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.campaign.Campaign;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the version that a campaign will use says, read page by page and held against what the campaign gives. Used by one thread at a time. */
public final class PromptCheck {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([\\p{L}\\p{N}_.-]+)(?:\\[[^\\]]*])?\\s*}}");

    private final Campaign campaign;
    private final AgentCatalogue catalogue;
    private AgentQuery phones;
    private VersionListing listing;
    private Optional<AgentVersion> pinned = Optional.empty();
    private Optional<AgentVersion> live = Optional.empty();

    /** @param agentId empty if only the number tells which agent calls */
    PromptCheck(Campaign campaign, AgentCatalogue catalogue, Optional<String> agentId) {
        this.campaign = campaign;
        this.catalogue = catalogue;
        // where numbers tell nothing of agents, the campaign has to name its own
        agentId.ifPresentOrElse(this::read, () -> phones = catalogue.phones() == null ? null : AgentQuery.ofAgents(Optional.empty()));
    }

    private void read(String agentId) {
        phones = null;
        listing = new VersionListing(campaign.provider(), agentId, catalogue.marksPublished());
    }

    Campaign campaign() {
        return campaign;
    }

    public String provider() {
        return campaign.provider();
    }

    /** The page of numbers to ask for next; null once the agent is known. */
    public AgentQuery phones() {
        return phones;
    }

    /** The page of versions to ask for next; null after the last one, and where no agent is known. */
    public AgentQuery next() {
        return listing == null ? null : listing.next();
    }

    void phonesRead(AgentPage<Phone> page) {
        phones = page.next().filter(any -> !page.items().isEmpty()).map(cursor -> AgentQuery.ofAgents(Optional.of(cursor))).orElse(null);
        page.items().stream().filter(phone -> phone.is(campaign.fromNumber())).map(Phone::agentId).filter(AgentVersion::isId).findFirst().ifPresent(this::read);
    }

    void versionsRead(AgentPage<AgentVersion> page) {
        for (AgentVersion version : listing.page(page)) {
            if (campaign.agentVersion().filter(version.id()::equals).isPresent()) {
                pinned = Optional.of(version);
            }
            boolean newest = !catalogue.marksPublished() && live.filter(other -> other.number() > version.number()).isEmpty();
            if (!version.draft() && (version.published() || newest)) {
                live = Optional.of(version);
            }
        }
    }

    /** What a person should look at; none if all is well. */
    public List<String> findings() {
        if (listing == null) {
            return List.of("no agent is known to call from its number; what it says was not read");
        }
        List<String> findings = new ArrayList<>();
        if (campaign.agentVersion().isPresent() && pinned.isEmpty()) {
            return List.of("its agent-version is none of its agent's; what it says was not read");
        }
        if (campaign.agentVersion().isEmpty() && live.isEmpty()) {
            return List.of("it names no agent-version, and none is published");
        }
        AgentVersion used = pinned.or(() -> live).orElseThrow();
        Set<String> missing = missing(used);
        if (!missing.isEmpty()) {
            findings.add(used.shown() + " says " + String.join(", ", missing.stream().map(name -> "{{" + name + "}}").toList())
                    + ", for which neither the campaign nor the agent has a value");
        }
        if (catalogue.marksPublished() && pinned.isPresent() && !pinned.get().published()) {
            findings.add("it calls with " + used.shown() + ", while " + live.map(version -> version.shown() + " is published").orElse("nothing is published"));
        }
        return findings;
    }

    /** The variables that it says, and to which nobody gives a value; none where the version is not known. */
    public Set<String> missing() {
        Optional<AgentVersion> used = campaign.agentVersion().isPresent() ? pinned : live;
        return listing == null || used.isEmpty() ? Set.of() : missing(used.get());
    }

    private Set<String> missing(AgentVersion version) {
        Set<String> missing = new TreeSet<>();
        catalogue.spoken().stream().flatMap(place -> AgentCatalogue.all(version.fields(), place).stream()).map(JsonNode::asText)
                .flatMap(text -> PLACE.matcher(text).results()).map((MatchResult place) -> place.group(1)).forEach(missing::add);
        missing.removeAll(campaign.variables().keySet());
        missing.removeAll(catalogue.system());
        missing.removeAll(provided(version.fields()));
        return missing;
    }

    private Set<String> provided(JsonNode fields) {
        Set<String> provided = new HashSet<>();
        catalogue.provided().keys().stream().flatMap(place -> AgentCatalogue.all(fields, place).stream())
                .forEach(object -> object.fieldNames().forEachRemaining(provided::add));
        catalogue.provided().values().stream().flatMap(place -> AgentCatalogue.all(fields, place).stream()).map(JsonNode::asText).forEach(provided::add);
        for (AgentCatalogue.Defaulted variables : catalogue.provided().defaulted()) {
            AgentCatalogue.all(fields, variables.items()).stream().filter(variable -> variable.at(variables.value()).isValueNode() && !variable.at(variables.value()).isNull())
                    .map(variable -> variable.at(variables.name()).asText()).forEach(provided::add);
        }
        return provided;
    }

    @Override
    public String toString() {
        return "PromptCheck[" + campaign.name() + "]";
    }
}
