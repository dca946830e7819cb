package io.voicecampaigns.monitor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service told when Prometheus asked. */
record Scrape(String text, Map<String, String> meanings, List<Sample> samples) {
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) (.*)$");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Sample(String name, Map<String, String> labels, double value) {
    }

    static Scrape of(int port) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/observe/metrics")).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("metrics are answered with " + answer.statusCode());
        }
        return read(answer.body());
    }

    static Scrape read(String text) {
        Map<String, String> meanings = new TreeMap<>();
        HELP.matcher(text).results().forEach(help -> meanings.put(help.group(1), help.group(2)));
        List<Sample> samples = new ArrayList<>();
        SAMPLE.matcher(text).results().forEach(line -> samples.add(new Sample(line.group(1), labels(line), Double.parseDouble(line.group(3)))));
        return new Scrape(text, meanings, samples);
    }

    private static Map<String, String> labels(MatchResult line) {
        return line.group(2) == null ? Map.of() : LABEL.matcher(line.group(2)).results().collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
    }

    /** The sum of all samples of that name that have at least these labels, given as name, value, name, value. */
    double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.stream().filter(sample -> sample.name().equals(name) && sample.labels().entrySet().containsAll(wanted.entrySet()))
                .mapToDouble(Sample::value).sum();
    }

    Set<String> names() {
        return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that this product adds, with what they mean; the greatest value that a timer has seen lately goes with the timer. */
    Map<String, String> ours() {
        return meanings.entrySet().stream().filter(meaning -> meaning.getKey().startsWith("voice_campaigns_") && !meaning.getKey().endsWith("_max"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }
}
