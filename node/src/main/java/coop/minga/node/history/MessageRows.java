package coop.minga.node.history;

import coop.minga.node.config.UserError;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Rows of an EDIFACT interchange: sales data reports (SLSRPT) become sales, inventory reports
/// (INVRPT) become stock. All its messages are of one of the two.
///
/// The envelope must be whole: counts and references of its ends are checked by StAEDI, so that a
/// file that was cut off is refused and not taken in part.
final class MessageRows implements Rows {
  private final InputStream in;
  private final String name;
  private final EDIStreamReader reader;
  private final Deque<Row> ready = new ArrayDeque<>();
  private final Message message;
  private final Header header;
  private final Mapping daily;
  private final Mapping weekly;
  private Segment segment = Segment.EMPTY;
  private long segments;
  private boolean ended;

  private MessageRows(
      InputStream in, EDIStreamReader reader, Source source, ImportSettings settings)
      throws IOException {
    this.in = in;
    this.reader = reader;
    name = source.name();
    message = Message.of(name, toMessage());
    daily = settings.mapping().ofStandard(false);
    weekly = settings.mapping().ofStandard(true);
    header = Header.named(name, message.columns(), daily, settings.limits());
  }

  static MessageRows open(Source source, ImportSettings settings) throws IOException {
    InputStream in = Source.open(source.path(), settings.limits());
    try {
      in.skipNBytes(source.markBytes());
      EDIInputFactory factory = EDIInputFactory.newFactory();
      factory.setProperty(EDIInputFactory.EDI_VALIDATE_CONTROL_CODE_VALUES, false);
      EDIStreamReader reader = factory.createEDIStreamReader(in, source.charset().name());
      return new MessageRows(in, reader, source, settings);
    } catch (EDIStreamException problem) {
      in.close();
      throw broken(source.name(), 1, problem);
    } catch (IOException | RuntimeException problem) {
      in.close();
      throw problem;
    }
  }

  /// The type of the first message, for example `SLSRPT`.
  private String toMessage() throws IOException {
    while (advance()) {
      if (segment.is("UNH")) {
        return segment.part(1, 0);
      }
    }
    throw new UserError(
        name, "it is an EDIFACT interchange without a message.", "Ask for it again.");
  }

  @Override
  public Header header() {
    return header;
  }

  @Override
  public Optional<Row> next() throws IOException {
    while (ready.isEmpty() && advance()) {
      if (segment.is("UNH") && !segment.part(1, 0).equals(message.type())) {
        throw new UserError(
            name,
            "it holds " + message.type() + " and " + segment.part(1, 0) + " messages.",
            "Ask for an interchange of one kind of message.");
      }
      message.take(segment).forEach(told -> ready.add(row(told)));
    }
    return Optional.ofNullable(ready.poll());
  }

  private Row row(Message.Told told) {
    return new Row(told.number(), told.text(), () -> cells(told));
  }

  private Cells cells(Message.Told told) throws BadRow {
    if (told.fault().isPresent()) {
      throw told.fault().get();
    }
    return new Cells(header, told.weekly() ? weekly : daily, told.fields());
  }

  @Override
  public List<String> notes() {
    return message.notes();
  }

  /// Reads the next segment.
  ///
  /// @return false at the end of the interchange
  private boolean advance() throws IOException {
    List<List<String>> elements = new ArrayList<>();
    boolean composite = false;
    try {
      while (!ended && reader.hasNext()) {
        EDIStreamEvent event = reader.next();
        switch (event) {
          case START_SEGMENT -> elements.add(List.of(reader.getText()));
          case START_COMPOSITE -> {
            composite = true;
            elements.add(new ArrayList<>());
          }
          case END_COMPOSITE -> composite = false;
          case ELEMENT_DATA -> {
            if (composite) {
              elements.getLast().add(reader.getText());
            } else {
              elements.add(List.of(reader.getText()));
            }
          }
          case END_SEGMENT -> {
            segment = new Segment(++segments, elements);
            return true;
          }
          case END_INTERCHANGE -> ended = true;
          case SEGMENT_ERROR, ELEMENT_DATA_ERROR, ELEMENT_OCCURRENCE_ERROR ->
              throw broken(name, segments + 1, reader.getErrorType() + " in " + reader.getText());
          default -> {
            // groups and loops say nothing that their segments do not
          }
        }
      }
    } catch (EDIStreamException problem) {
      throw broken(name, segments + 1, problem);
    }
    if (!ended) {
      throw broken(name, segments + 1, "the interchange does not end");
    }
    return false;
  }

  private static UserError broken(String name, long segment, String why) {
    return new UserError(
        name + " segment " + segment,
        "the EDIFACT interchange is not whole: " + why + ".",
        "It was cut off or changed on its way: ask for it again. Nothing was imported.");
  }

  private static UserError broken(String name, long segment, EDIStreamException problem) {
    String words = String.valueOf(problem.getMessage());
    int end = words.indexOf(" at ");
    return broken(name, segment, end > 0 ? words.substring(0, end) : words);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
