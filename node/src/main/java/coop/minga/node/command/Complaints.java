package coop.minga.node.command;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// How a command that failed says so on stderr: a sentence for the operator's mistakes and the
/// world's, a stack trace only for ours.
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final int FAILED = 1;

  /// A command line that is not understood: the reason, and where help is.
  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(problem.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return UserError.EXIT_CODE;
  }

  /// A command that started and could not finish. A fault of ours goes on to picocli, which prints
  /// its stack trace and exits with 1.
  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed)
      throws Exception {
    return switch (problem) {
      case UserError error -> say(command, error.sentence(), UserError.EXIT_CODE);
      case IOException error -> say(command, sentence(error), FAILED);
      default -> throw problem;
    };
  }

  private static int say(CommandLine command, String sentence, int code) {
    command.getErr().println(sentence);
    return code;
  }

  private static String sentence(IOException problem) {
    return switch (problem) {
      case NoSuchFileException missing -> missing.getFile() + ": there is no such file.";
      case FileAlreadyExistsException there -> there.getFile() + ": it is there already.";
      case FileSystemException file ->
          Objects.requireNonNullElse(file.getMessage(), file.toString());
      default -> Objects.requireNonNullElse(problem.getMessage(), problem.toString());
    };
  }
}
