package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The agents of the account. One is there from the start, with one version, which is published. Safe for use by many threads. */
public final class Agents {
    static final UUID DEFAULT_AGENT = UUID.fromString("a9e20000-0000-4000-8000-000000000001");
    static final UUID FIRST_VERSION = UUID.fromString("a9e20000-0000-4000-8000-0000000000f1");

    private static final int MOST_ON_A_PAGE = 100;
    private static final int USUAL_ON_A_PAGE = 10;

    private final Clock clock;
    private final Map<UUID, Agent> agents = new LinkedHashMap<>();
    private Set<String> ignored = Set.of();
    private boolean hidesPublished;

    Agents(Clock clock) {
        this.clock = clock;
        agents.put(DEFAULT_AGENT, new Agent(clock, DEFAULT_AGENT, FIRST_VERSION, "Renewals"));
    }

    /** One agent more, with this many versions, of which the first is published; answers its id. */
    public synchronized String add(String name, int versions) {
        return add(name, versions, "Ask whether {{customer_name}} renews.");
    }

    /** The same; what is said in the versions but the first. */
    public synchronized String add(String name, int versions, String prompt) {
        Agent agent = new Agent(clock, UUID.randomUUID(), UUID.randomUUID(), name);
        agent.update(Json.object().put("prompt", prompt), Set.of());
        for (int number = 2; number <= versions; number++) {
            agent.launch("v" + number);
        }
        agents.put(agent.id(), agent);
        return agent.id().toString();
    }

    /** As if somebody had deleted it. */
    public synchronized void remove(String agent) {
        agents.remove(UUID.fromString(agent));
    }

    /** From now on a change of these fields is neither refused nor made. */
    public synchronized void ignore(String... fields) {
        ignored = Set.of(fields);
    }

    /** The other meaning of the filter: a list without {@code is_published=true} leaves published versions out. */
    public synchronized void hidePublishedUnlessAsked() {
        hidesPublished = true;
    }

    synchronized Optional<UUID> publishedVersion() {
        return Optional.ofNullable(agents.get(DEFAULT_AGENT)).flatMap(Agent::publishedVersion);
    }

    synchronized boolean isLaunched(UUID version) {
        return agents.values().stream().anyMatch(agent -> agent.version(version).isPresent());
    }

    /** The draft of each agent, or its published version. */
    synchronized Answer page(Query query) {
        boolean onlyPublished = query.flag("is_published");
        List<ObjectNode> listed = agents.values().stream().flatMap(agent -> onlyPublished
                ? agent.publishedVersion().flatMap(agent::version).stream() : Optional.of(agent.draft()).stream()).toList();
        return JsonPage.of(listed, "agent_id", Paging.of(query, MOST_ON_A_PAGE, USUAL_ON_A_PAGE));
    }

    /** What is asked of one agent: {@code action} is the method and what follows the agent's id in the path. */
    synchronized Answer of(UUID id, String action, Request request) {
        Agent agent = agents.get(id);
        if (agent == null) {
            return notFound();
        }
        return switch (action) {
            case "GET" -> one(agent, new Query(request.query()));
            case "PATCH" -> Answer.json(200, agent.update(Json.readObject(request.body()), ignored));
            case "GET/version" -> versions(agent, new Query(request.query()));
            case "POST/version" -> {
                JsonNode name = Json.readObject(request.body()).path("version_name");
                yield Answer.json(201, agent.launch(name.isTextual() ? name.textValue() : null));
            }
            case "PATCH/published_version" -> Answer.json(200, agent.publish(Json.readObject(request.body())));
            default -> Answer.json(405, Json.object().put("detail", "Method Not Allowed"));
        };
    }

    private Answer versions(Agent agent, Query query) {
        boolean onlyPublished = query.flag("is_published");
        List<ObjectNode> listed = agent.all().filter(version -> onlyPublished ? version.get("is_published").booleanValue()
                : !hidesPublished || !version.get("is_published").booleanValue()).toList();
        return JsonPage.of(listed, "version_id", Paging.of(query, MOST_ON_A_PAGE, USUAL_ON_A_PAGE));
    }

    private static Answer one(Agent agent, Query query) {
        Optional<UUID> wanted = query.uuid("version_id");
        boolean onlyPublished = query.flag("is_published");
        if (wanted.isPresent() && onlyPublished) {
            return badParameter("Cannot specify both version_id and is_published parameters together");
        }
        if (wanted.isEmpty() && !onlyPublished) {
            return Answer.json(200, agent.draft());
        }
        return (onlyPublished ? agent.publishedVersion() : wanted).flatMap(agent::version)
                .map(version -> Answer.json(200, version))
                .orElseGet(Agents::notFound);
    }

    static Answer notFound() {
        return Answer.error(404, "AGENT_NOT_FOUND", "Agent not found");
    }

    static Answer badParameter(String message) {
        return Answer.error(400, "BAD_PARAMETER", message);
    }
}
