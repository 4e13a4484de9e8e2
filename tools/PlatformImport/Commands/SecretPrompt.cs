using System.Text;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>Gets passwords: from the environment, else from the terminal, where they are not shown.</summary>
/// <param name="fromEnvironment">Reads a variable.</param>
/// <param name="fromTerminal">Asks at the terminal; <see langword="null"/> where there is none.</param>
internal sealed class SecretPrompt(Func<string, string?> fromEnvironment, Func<string, string>? fromTerminal)
{
    /// <summary>The variable that wxcomponent itself reads.</summary>
    public const string Variable = "MYSQL_PASSWORD";

    private const int Longest = 1_024;

    /// <summary>Returns the one of this process.</summary>
    public static SecretPrompt OfConsole()
        => new(Environment.GetEnvironmentVariable, Console.IsInputRedirected ? null : ReadSilently);

    /// <summary>Returns the variable's value; <see langword="null"/> when it is not set.</summary>
    public string? Find() => fromEnvironment(Variable) is { Length: > 0 } password ? password : null;

    /// <summary>Asks; returns <see langword="null"/> when nobody can answer, or nothing was typed.</summary>
    public string? Ask(string question) => fromTerminal?.Invoke(question) is { Length: > 0 } password ? password : null;

    private static string ReadSilently(string question)
    {
        Console.Error.Write($"{question} (not shown; Enter for none): ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar) && typed.Length < Longest)
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
