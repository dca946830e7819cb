package io.voicecampaigns.reload;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What kinds of things the file of beans declares, without making any of them. */
record BeanTypes(Map<String, Class<?>> byName) {

    /**
     * Reads the declarations.
     *
     * @param bound   what the application binds beforehand
     * @param finding told of what is wrong: where, and why
     */
    static BeanTypes of(YamlNode root, Map<String, Class<?>> bound, BiConsumer<YamlNode, String> finding) {
        Map<String, Class<?>> types = new LinkedHashMap<>(bound);
        List<YamlNode> declared = root.list().stream().flatMap(entry -> entry.at("beans").list().stream()).toList();
        for (YamlNode bean : declared) {
            String name = bean.text("name");
            if (types.containsKey(name)) {
                finding.accept(bean, "there are two beans of the name " + name);
            }
            type(bean, finding).ifPresent(type -> types.put(name, type));
        }
        for (YamlNode bean : declared) {
            Stream.concat(bean.at("constructors").fields().values().stream(), bean.at("properties").fields().values().stream())
                    .filter(value -> value.scalar().filter(text -> text.startsWith("#bean:")).isPresent())
                    .filter(value -> !types.containsKey(value.scalar().get().substring("#bean:".length())))
                    .forEach(value -> finding.accept(value, "unknown bean " + value.scalar().get().substring("#bean:".length())));
        }
        return new BeanTypes(types);
    }

    private static Optional<Class<?>> type(YamlNode bean, BiConsumer<YamlNode, String> finding) {
        String name = bean.text("type").replaceFirst("^#class:", "");
        if (name.isEmpty() || bean.has("script") || bean.has("factoryBean")) {
            return Optional.of(Object.class);
        }
        Class<?> type;
        try {
            type = Class.forName(name, false, BeanTypes.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            finding.accept(bean.at("type"), "unknown class " + name);
            return Optional.of(Object.class);
        }
        int arguments = bean.at("constructors").fields().size();
        String factory = bean.text("factoryMethod");
        if (factory.isEmpty()) {
            if (takes(type.getConstructors(), arguments).isEmpty()) {
                finding.accept(bean, name + " has no public constructor with " + arguments + " arguments");
            }
            return Optional.of(type);
        }
        if (factory.contains(":")) {
            return Optional.of(Object.class);
        }
        Method[] named = Arrays.stream(type.getMethods()).filter(method -> method.getName().equals(factory)).toArray(Method[]::new);
        Optional<Executable> made = takes(named, arguments);
        if (made.isEmpty()) {
            finding.accept(bean.at("factoryMethod"), name + " has no public method " + factory + " with " + arguments + " arguments");
        }
        return Optional.of(made.<Class<?>>map(method -> ((Method) method).getReturnType()).orElse(Object.class));
    }

    private static Optional<Executable> takes(Executable[] candidates, int arguments) {
        return Arrays.stream(candidates).filter(candidate -> candidate.getParameterCount() == arguments || candidate.isVarArgs()).findFirst();
    }

    /** What is wrong with calling that method of a bean; empty if nothing is, or if nothing is known of the bean. */
    Optional<String> problem(String bean, String call) {
        Class<?> type = byName.get(bean);
        String method = call.replaceFirst("\\(.*", "").strip();
        if (type == null || type == Object.class || method.contains("${") || method.contains("{{")) {
            return Optional.empty();
        }
        if (method.isEmpty()) {
            // with one method Camel knows which; of several it finds one or none when a message comes
            boolean isClear = type.isInterface() || !type.getName().startsWith("io.voicecampaigns.") || Arrays.stream(type.getDeclaredMethods())
                    .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic()).map(Method::getName).distinct().count() < 2;
            return isClear ? Optional.empty() : Optional.of("the bean " + bean + " has several methods, and none is named; expected method:");
        }
        List<Method> named = Arrays.stream(type.getMethods()).filter(each -> each.getName().equals(method)).toList();
        if (named.isEmpty()) {
            return Optional.of("the bean " + bean + " has no public method " + method);
        }
        int arguments = arguments(call);
        boolean fits = arguments < 0 || named.stream().anyMatch(each -> each.isVarArgs() || each.getParameterCount() == arguments
                || Arrays.stream(each.getParameterTypes()).anyMatch(parameter -> parameter.getName().startsWith("org.apache.camel.")));
        return fits ? Optional.empty() : Optional.of("the method " + method + " of the bean " + bean + " does not take "
                + arguments + (arguments == 1 ? " argument" : " arguments"));
    }

    /** How many arguments a call gives; -1 where it leaves them to Camel. */
    private static int arguments(String call) {
        int open = call.indexOf('(');
        int close = call.lastIndexOf(')');
        if (open < 0 || close < open) {
            return -1;
        }
        String inside = call.substring(open + 1, close);
        if (inside.isBlank()) {
            return 0;
        }
        int count = 1;
        int depth = 0;
        char quote = 0;
        for (char c : inside.toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '{' || c == '[') {
                depth++;
            } else if (c == ')' || c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                count++;
            }
        }
        return count;
    }
}
