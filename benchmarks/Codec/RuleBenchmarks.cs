using BenchmarkDotNet.Attributes;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Matching;

namespace WxYarpGateway.Codec;

/// <summary>A platform's rules asked for one message: those of which none matches, and one that does.</summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private static readonly RuleSubject Nobody = new("wx9", "", "text", "", "OfficialAccount", ["vip"]);
    private static readonly RuleSubject Somebody = new("wx0004567", "", "event", "CLICK", "OfficialAccount", ["new"]);

    private RuleMatcher _matcher = RuleMatcher.Empty;

    /// <summary>Gets or sets how many rules there are.</summary>
    [Params(10, 1_000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Prepare() => _matcher = new RuleMatcher(Enumerable.Range(0, Rules).Select(RuleOf));

    [Benchmark]
    public bool NoneMatches() => _matcher.Match(Nobody).Decider is null;

    [Benchmark]
    public bool OneMatches() => _matcher.Match(Somebody).Decider is null;

    private static Rule RuleOf(int number) => new()
    {
        Name = $"r{number}",
        Mode = number % 3 == 0 ? RuleMode.Copy : RuleMode.Reply,
        To = new RuleTarget("crm", null),
        When = (number % 5) switch
        {
            0 => new() { AppId = [$"wx{number:0000}"], MsgType = ["text", "image"] },
            1 => new() { Event = [$"weapp_audit_{number}*"] },
            2 => new() { Tag = [$"tag{number}"], Kind = ["MiniProgram"] },
            3 => new() { AppId = [$"wx*{number}"], MsgType = ["text", "voice"] },
            _ => new() { AppId = [$"wx{number:0000}*"], Event = ["CLICK"] },
        },
    };
}
