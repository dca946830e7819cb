package io.voicecampaigns.operate;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Asks a person for the token, once for each browser and half day. */
final class LoginForm {
    static final String PATH = "/login";
    static final String COOKIE = "voice_campaigns";
    private static final int MOST_BYTES = 4_096;
    private static final int FIRST_REFUSAL = 400;
    /** In the form itself: the style sheet is not told to strangers. */
    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{margin:0;min-height:100vh;display:grid;place-items:center;font:400 1rem/1.5 system-ui,sans-serif;background:light-dark(#f5f6f8,#12161c);color:light-dark(#1b2129,#e8ecf2)}
            main{box-sizing:border-box;width:min(24rem,calc(100vw - 2rem));padding:1.75rem;border-radius:12px;background:light-dark(#fff,#1a2029);border:1px solid light-dark(#e0e4ea,#2b3441)}
            h1{font-size:1.1875rem;margin:0 0 1rem}p{margin:0 0 1rem}label{font-weight:550}
            input{box-sizing:border-box;display:block;width:100%;min-height:2.75rem;margin-top:.25rem;padding:.45rem .625rem;font:inherit;color:inherit;background:transparent;border:1px solid light-dark(#8993a1,#66717f);border-radius:8px}
            button{width:100%;min-height:2.75rem;font:inherit;font-weight:600;color:light-dark(#fff,#0d1420);background:light-dark(#1f5fbf,#6ea4f5);border:0;border-radius:8px;cursor:pointer}
            :focus-visible{outline:2px solid light-dark(#1f5fbf,#6ea4f5);outline-offset:2px}
            #hint{color:light-dark(#5c6673,#9aa6b5);font-size:.875rem}#hint.wrong{color:light-dark(#b3261e,#f2837b);font-weight:600}""";
    private static final String TEXT = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>voice-campaigns</title><style>%s</style></head>
            <body><main><h1>voice-campaigns</h1><form method="post" action="/login"><p><label>Token <input type="password" name="token"
            autocomplete="current-password" aria-describedby="hint" required autofocus></label></p>
            <p id="hint"%s>%s</p><button>Log in</button></form></main></body></html>
            """;
    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'sha256-" + hash(STYLE)
            + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private final Optional<Sessions> sessions;

    LoginForm(Optional<Sessions> sessions) {
        this.sessions = sessions;
    }

    void handle(RoutingContext context) {
        if (sessions.isEmpty()) {
            context.response().setStatusCode(303).putHeader("Location", "/").end();
        } else if (context.request().method() != HttpMethod.POST) {
            show(context, 200, "It is the setting OPERATE_TOKEN of the service.");
        } else if (!String.valueOf(context.request().getHeader("Content-Length")).matches("\\d{1,4}")
                || Integer.parseInt(context.request().getHeader("Content-Length")) > MOST_BYTES) {
            show(context, 413, "That was too much.");
        } else {
            context.request().body().onSuccess(body -> answer(context, token(body.toString(StandardCharsets.UTF_8))))
                    .onFailure(context::fail);
        }
    }

    private void answer(RoutingContext context, String token) {
        if (sessions.get().isToken(token)) {
            Cookie cookie = Cookie.cookie(COOKIE, sessions.get().open()).setHttpOnly(true).setSameSite(CookieSameSite.STRICT).setPath("/")
                    .setMaxAge(Sessions.LASTS.toSeconds()).setSecure(context.request().isSSL());
            context.response().addCookie(cookie).setStatusCode(303).putHeader("Location", "/").end();
        } else {
            show(context, 401, "That is not the token.");
        }
    }

    private static String token(String form) {
        return Arrays.stream(form.split("&")).filter(field -> field.startsWith("token="))
                .map(field -> decoded(field.substring("token=".length()))).findFirst().orElse("");
    }

    /** What is not encoded as forms are is no token either. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void show(RoutingContext context, int status, String hint) {
        context.response().setStatusCode(status).putHeader("Content-Type", "text/html; charset=utf-8").putHeader("Content-Security-Policy", POLICY);
        Access.end(context, TEXT.formatted(STYLE, status < FIRST_REFUSAL ? "" : " class=\"wrong\" role=\"alert\"", hint));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
