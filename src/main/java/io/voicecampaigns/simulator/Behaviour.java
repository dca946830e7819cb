package io.voicecampaigns.simulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How the simulated provider behaves. May be exchanged while it runs; calls that exist already go on as they were decided.
 *
 * @param seed            decides, with the called number and how often it was called before, how each call goes
 * @param mix             weights of the outcomes; what is absent does not happen
 * @param echoesVariables whether calls tell the variables they were started with
 * @param fromNumbers     numbers that may call, in E.164; empty: any
 * @param agentVersions   versions that may be named beside those launched in the simulator; empty: any UUID
 * @param scripts         what is different for single called numbers, by E.164 number
 * @param feather         what of Feather's behaviour nobody has published; null: the usual
 */
public record Behaviour(long seed, Timing timing, Map<Outcome, Double> mix, Vocabulary vocabulary, boolean echoesVariables,
        Set<String> fromNumbers, Set<String> agentVersions, Map<String, NumberScript> scripts, FeatherManners feather) {
    public Behaviour {
        feather = feather == null ? FeatherManners.USUAL : feather;
        if (timing == null || mix == null || vocabulary == null || fromNumbers == null || agentVersions == null || scripts == null) {
            throw new IllegalArgumentException("timing, mix, vocabulary, fromNumbers, agentVersions and scripts are required");
        }
        if (mix.values().stream().anyMatch(weight -> weight == null || !(weight >= 0) || weight.isInfinite())
                || mix.values().stream().mapToDouble(Double::doubleValue).sum() <= 0) {
            throw new IllegalArgumentException("mix needs weights of 0 or more, at least one above 0");
        }
        mix = Collections.unmodifiableMap(new EnumMap<>(mix));
        fromNumbers = Set.copyOf(fromNumbers);
        agentVersions = Set.copyOf(agentVersions);
        scripts = Map.copyOf(scripts);
    }

    /** Mostly answered, new vocabulary, variables echoed, any number and version. */
    public static Behaviour defaults() {
        Map<Outcome, Double> mix = new EnumMap<>(Outcome.class);
        mix.put(Outcome.ANSWERED, 55.0);
        mix.put(Outcome.NO_ANSWER, 18.0);
        mix.put(Outcome.VOICEMAIL, 12.0);
        mix.put(Outcome.BUSY, 8.0);
        mix.put(Outcome.TRANSFERRED, 4.0);
        mix.put(Outcome.FAILED, 3.0);
        return new Behaviour(1, Timing.defaults(), mix, Vocabulary.NEW, true, Set.of(), Set.of(), Map.of(), FeatherManners.USUAL);
    }

    public Behaviour withSeed(long newSeed) {
        return new Behaviour(newSeed, timing, mix, vocabulary, echoesVariables, fromNumbers, agentVersions, scripts, feather);
    }

    public Behaviour withTiming(Timing newTiming) {
        return new Behaviour(seed, newTiming, mix, vocabulary, echoesVariables, fromNumbers, agentVersions, scripts, feather);
    }

    public Behaviour withMix(Map<Outcome, Double> weights) {
        return new Behaviour(seed, timing, weights, vocabulary, echoesVariables, fromNumbers, agentVersions, scripts, feather);
    }

    /** Every call ends like this. */
    public Behaviour withEveryCall(Outcome outcome) {
        return withMix(Map.of(outcome, 1.0));
    }

    public Behaviour withVocabulary(Vocabulary words) {
        return new Behaviour(seed, timing, mix, words, echoesVariables, fromNumbers, agentVersions, scripts, feather);
    }

    public Behaviour withEchoedVariables(boolean echoes) {
        return new Behaviour(seed, timing, mix, vocabulary, echoes, fromNumbers, agentVersions, scripts, feather);
    }

    public Behaviour withFromNumbers(Set<String> numbers) {
        return new Behaviour(seed, timing, mix, vocabulary, echoesVariables, numbers, agentVersions, scripts, feather);
    }

    public Behaviour withAgentVersions(Set<String> versions) {
        return new Behaviour(seed, timing, mix, vocabulary, echoesVariables, fromNumbers, versions, scripts, feather);
    }

    public Behaviour withFeather(FeatherManners manners) {
        return new Behaviour(seed, timing, mix, vocabulary, echoesVariables, fromNumbers, agentVersions, scripts, manners);
    }

    /** Adds or replaces what happens when {@code number} is called. */
    public Behaviour withScript(String number, NumberScript script) {
        Map<String, NumberScript> more = new LinkedHashMap<>(scripts);
        more.put(number, script);
        return new Behaviour(seed, timing, mix, vocabulary, echoesVariables, fromNumbers, agentVersions, more, feather);
    }

    Outcome pickOutcome(long roll) {
        double total = 0;
        for (double weight : mix.values()) {
            total += weight;
        }
        double point = Dice.fraction(roll) * total;
        Outcome picked = null;
        for (Map.Entry<Outcome, Double> entry : mix.entrySet()) {
            if (entry.getValue() > 0) {
                picked = entry.getKey();
                point -= entry.getValue();
                if (point < 0) {
                    break;
                }
            }
        }
        return picked;
    }

    /** Without the scripts, whose keys are phone numbers. */
    @Override
    public String toString() {
        return "Behaviour[seed=" + seed + ", " + timing + ", " + mix + ", " + vocabulary + "]";
    }
}
