package coop.minga.node.witness;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Parsed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Talks to witnesses over HTTP. It believes nothing of what it hears: lines are checked by who
/// asked.
final class WitnessClient {
  /// Bytes of an answer that are read; a longer one is no answer.
  static final int MAX_ANSWER = 64 * 1024;

  /// The longest wait for an answer.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,18})\n");

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// Gives a witness a checkpoint. Fails if there is no answer in time.
  ///
  /// @param prefix the witness's submission prefix
  CompletableFuture<Answer> submit(URI prefix, Submission submission) {
    URI target = URI.create(prefix.toString().replaceFirst("/+$", "") + "/add-checkpoint");
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(submission.body().toArray()))
            .build();
    var body =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER);
    return client
        .sendAsync(request, body)
        .orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .thenApply(answer -> read(answer.statusCode(), Bytes.of(answer.body())));
  }

  static Answer read(int status, Bytes body) {
    String text = new String(body.toArray(), StandardCharsets.UTF_8);
    return switch (status) {
      case OK ->
          lines(text)
              .<Answer>map(Answer.Cosigned::new)
              .orElse(new Answer.Refused("what it answered are no signature lines"));
      case CONFLICT ->
          size(text)
              .<Answer>map(Answer.SawLast::new)
              .orElse(new Answer.Refused("it saw another tree of that size"));
      default -> new Answer.Refused("it answered with status " + status);
    };
  }

  private static Optional<List<NoteSignature>> lines(String text) {
    if (!text.endsWith("\n")) {
      return Optional.empty();
    }
    var lines = new ArrayList<NoteSignature>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      switch (NoteSignature.parse(line)) {
        case Parsed.Good<NoteSignature>(var signature) -> lines.add(signature);
        case Parsed.Bad<NoteSignature> _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(lines);
  }

  private static Optional<Long> size(String text) {
    return Optional.of(SIZE.matcher(text))
        .filter(matcher -> matcher.matches())
        .map(matcher -> Long.parseUnsignedLong(matcher.group(1)))
        .filter(size -> size >= 0);
  }
}
