using System.Text.RegularExpressions;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>What a process wrote into its log that the books need.</summary>
internal sealed partial class LogReading
{
    private LogReading(ReplicaProcess process)
    {
        Process = process;
    }

    public ReplicaProcess Process { get; }

    /// <summary>Gets how many pushes ended with each outcome.</summary>
    public Dictionary<string, int> Outcomes { get; } = [];

    /// <summary>Gets the lines that say that a late reply is lost, by the message's id.</summary>
    public Dictionary<string, string> LostReplies { get; } = [];

    /// <summary>Gets the number of lines.</summary>
    public int Lines { get; private set; }

    /// <summary>Gets the lines that hold what must not be in a log.</summary>
    public List<string> Indiscreet { get; } = [];

    public static LogReading Of(ReplicaProcess process, IReadOnlyCollection<string> secrets)
    {
        var reading = new LogReading(process);
        using var log = new StringReader(process.Executable.Output);
        while (log.ReadLine() is { } line)
        {
            reading.Read(line, secrets);
        }

        return reading;
    }

    private void Read(string line, IReadOnlyCollection<string> secrets)
    {
        Lines++;
        if (secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)) || AccessToken().IsMatch(line))
        {
            Indiscreet.Add(line);
        }

        if (Push().Match(line) is { Success: true } push)
        {
            Outcomes[push.Groups[1].Value] = Outcomes.GetValueOrDefault(push.Groups[1].Value) + 1;
        }
        else if (LostReply().Match(line) is { Success: true } lost)
        {
            LostReplies[lost.Groups[1].Value] = $"replica {Process.Replica} logs: {line.Trim()}";
        }
    }

    // Events of the platform itself, which have no type, are not among the pushes of the books.
    [GeneratedRegex(@"Push to '[^']+': type '[^']+', .*outcome '(\w+)'")]
    private static partial Regex Push();

    [GeneratedRegex(@"The late reply to message '([^']+)' of service '[^']+' is lost")]
    private static partial Regex LostReply();

    // As the simulator makes them: a digit or two, an underscore, and over a hundred characters.
    [GeneratedRegex(@"\b9\d_[A-Za-z0-9_-]{20,}")]
    private static partial Regex AccessToken();
}
