using System.Globalization;

namespace WxYarpGateway.Chaos;

/// <summary>How a run goes.</summary>
/// <param name="Seed">What its plan is drawn from.</param>
/// <param name="Length">How long faults happen.</param>
/// <param name="Between">How long it is from one fault to the next, on average.</param>
/// <param name="MessagesPerSecond">How many messages WeChat has to deliver.</param>
/// <param name="Timeout">How long things may take to settle afterwards.</param>
internal sealed record ChaosOptions(int Seed, TimeSpan Length, TimeSpan Between, int MessagesPerSecond, TimeSpan Timeout)
{
    public const string Usage = "Usage: bash tests/chaos.sh [--quick] [--seed N] [--seconds N] [--logs] [--strict] [--apart] [--gateway " +
        "FILE]";

    private static readonly ChaosOptions Whole = new(0, TimeSpan.FromSeconds(255), TimeSpan.FromSeconds(3), 30, TimeSpan.FromSeconds(90));
    private static readonly ChaosOptions Quick = new(0, TimeSpan.FromSeconds(26), TimeSpan.FromSeconds(1.1), 15, TimeSpan.FromSeconds(40));

    /// <summary>Gets whether the log of each gateway is kept in a folder that is printed at the end.</summary>
    public bool KeepsLogs { get; init; }

    /// <summary>Gets the command line of the same run.</summary>
    public string Again { get; private init; } = "";

    /// <summary>Gets whether a busy machine excuses nothing.</summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// Gets whether, in place of all faults, the gateways share no store, as a wrong configuration may have it: the books must show it.
    /// </summary>
    public bool SharesNothing { get; init; }

    /// <summary>Gets the assembly that is run as gateway, if not the one that was built beside this.</summary>
    public string? Gateway { get; init; }

    /// <summary>Reads the command line; returns <see langword="null"/> when it makes no sense.</summary>
    public static ChaosOptions? Read(string[] arguments)
    {
        var options = (arguments.Contains("--quick") ? Quick : Whole) with { Seed = Random.Shared.Next(1, 1_000_000) };
        for (var index = 0; index < arguments.Length; index++)
        {
            switch (arguments[index])
            {
                case "--quick":
                    break;
                case "--logs":
                    options = options with { KeepsLogs = true };
                    break;
                case "--strict":
                    options = options with { IsStrict = true };
                    break;
                case "--apart":
                    options = options with { SharesNothing = true };
                    break;
                case "--gateway" when index + 1 < arguments.Length && File.Exists(arguments[index + 1]):
                    options = options with { Gateway = Path.GetFullPath(arguments[++index]) };
                    break;
                case "--seed" when Number(arguments, ++index) is { } seed:
                    options = options with { Seed = seed };
                    break;
                case "--seconds" when Number(arguments, ++index) is { } seconds and <= 3600:
                    options = options with { Length = TimeSpan.FromSeconds(seconds) };
                    break;
                default:
                    return null;
            }
        }

        // The gateway is the script's to name.
        var given = arguments.Where((argument, index) => argument != "--gateway" && (index == 0 || arguments[index - 1] != "--gateway"));
        given = arguments.Contains("--seed") ? given : [.. given, "--seed", options.Seed.ToString(CultureInfo.InvariantCulture)];
        return options with { Again = "bash tests/chaos.sh " + string.Join(' ', given) };
    }

    private static int? Number(string[] arguments, int index)
        => index < arguments.Length && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
