package io.voicecampaigns.campaign;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** From a file's bytes to YAML nodes, within bounds that no campaign needs and no file may break. */
final class CampaignYaml {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 10;

    private CampaignYaml() {
    }

    /** The mapping that the file consists of; empty, with a finding, if it is none. */
    static Optional<MappingNode> compose(byte[] content, Findings findings) {
        if (content.length > MOST_BYTES) {
            findings.add(0, "", "is larger than 1 MiB; a campaign file is a page of text");
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return compose(text.startsWith("\uFEFF") ? text.substring(1) : text, findings);
        } catch (CharacterCodingException e) {
            findings.add(0, "", "is not UTF-8; save it in that encoding");
        } catch (MarkedYamlEngineException e) {
            // The exception's message would show lines of the file.
            findings.add(line(e.getProblemMark()), "", "is not YAML here: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.add(0, "", "is not YAML");
        }
        return Optional.empty();
    }

    private static Optional<MappingNode> compose(String text, Findings findings) {
        // The failsafe schema leaves every value as it was written: no number loses a digit or a sign.
        LoadSettings settings = LoadSettings.builder().setSchema(new FailsafeSchema()).setAllowNonScalarKeys(true).build();
        // Composing recurses: a file of brackets would overflow the stack, parsing it does not.
        int depth = 0;
        int aliases = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            aliases += event.getEventId() == Event.ID.Alias ? 1 : 0;
            if (depth > DEEPEST || aliases > MOST_ALIASES) {
                findings.add(line(event.getStartMark()), "", depth > DEEPEST
                        ? "is nested more than " + DEEPEST + " deep" : "uses more than " + MOST_ALIASES + " aliases (*name)");
                return Optional.empty();
            }
        }
        Optional<Node> root = new Compose(settings).composeString(text);
        if (root.filter(MappingNode.class::isInstance).isEmpty()) {
            findings.add(0, "", root.isEmpty() ? "is empty; expected at least provider, from-number and contacts"
                    : "expected fields, one a line, each with a colon: provider: diga");
        }
        return root.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(-1) + 1;
    }
}
