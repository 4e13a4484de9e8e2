using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>
/// Sends this gateway what go-wx-gateway was sent, and holds it to the same answer, or to the better one that is written beside it.
/// </summary>
public sealed class ReplayTests
{
    private static readonly string[] Verdicts = ["same", "better", "different"];

    /// <summary>Returns every case as often as there are accounts that it is for.</summary>
    public static TheoryData<string, string, string> Runs()
    {
        var runs = new TheoryData<string, string, string>();
        foreach (var (chapter, file) in ReplayFile.All)
        {
            foreach (var @case in file.Cases)
            {
                foreach (var to in AccountsOf(file, @case))
                {
                    runs.Add(chapter, @case.Name, to);
                }
            }
        }

        return runs;
    }

    public static TheoryData<string> Chapters() => new(ReplayFile.All.Keys);

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_go_wx_gateway_was_sent_is_answered_as_well_or_better(string chapter, string name, string to)
    {
        var file = ReplayFile.All[chapter];
        var @case = file.Cases.Single(candidate => candidate.Name == name);
        await using var run = await ReplayRun.StartAsync(file, @case, TestContext.Current.CancellationToken);

        var results = await run.SendAsync(to, TestContext.Current.CancellationToken);

        foreach (var result in results)
        {
            IsAsExpected(@case.Ours, result);
        }

        BackendGotWhatItShould(@case, run.BackendCalls);
        await WeChatGotWhatItShouldAsync(@case.Ours, run);
        Assert.All(@case.Ours.Nowhere, secret =>
        {
            Assert.All(results, result
                => Assert.DoesNotContain(secret, result.Text + string.Join('\n', result.Headers), StringComparison.Ordinal));
            Assert.All(run.BackendCalls, call
                => Assert.DoesNotContain(secret, call.Query + call.Text + string.Join('\n', call.Headers), StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void Every_row_has_a_case_and_every_case_a_row_and_a_verdict(string chapter)
    {
        var file = ReplayFile.All[chapter];

        Assert.Equal(
            file.Rows.Order(StringComparer.Ordinal), file.Cases.Select(entry => entry.Row).Distinct().Order(StringComparer.Ordinal));
        Assert.Distinct(file.Cases.Select(entry => entry.Name));
        Assert.All(file.Cases, entry =>
        {
            Assert.NotEmpty(entry.GoWxGateway);
            Assert.Contains(entry.Is, Verdicts);
            Assert.True(entry.Is == "same" || entry.Because.EndsWith('.'), $"'{entry.Name}' must say why it is {entry.Is}.");
        });
    }

    [Fact]
    public void Every_field_case_is_of_some_row()
    {
        var used = ReplayFile.All.Values.SelectMany(file => file.Cases).Select(entry => entry.Push?.Fields).OfType<string>();

        Assert.Equal(
            FieldCase.All.Select(entry => entry.Name).Order(StringComparer.Ordinal), used.Distinct().Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> AccountsOf(ReplayFile file, ReplayCase @case)
        => @case switch
        {
            { Request: not null } => [""],
            { Push.To: { Count: > 0 } own } => own,
            _ => file.Push!.To,
        };

    private static void IsAsExpected(ReplayExpectation expected, ReplayResult result)
    {
        Assert.True(expected.Status == result.Status, $"{result.Status}: {result.Text}");
        Assert.Null(result.Status == 200 ? result.Problem : null);
        Assert.InRange(result.Elapsed.TotalSeconds, 0, expected.Within);
        Assert.All(expected.Headers, header => Shape.Matches(header.Value, result.Headers.GetValueOrDefault(header.Key), header.Key));
        Assert.All(expected.Reply, field => Shape.Matches(field.Value, result.Reply?[field.Key], field.Key));
        if (expected.Body is { } body)
        {
            Shape.Matches(body, result.Text, "the body");
        }

        if (expected.Json is { } json)
        {
            Shape.Holds(json, result.ReadJson(), "$");
        }
    }

    private static void BackendGotWhatItShould(ReplayCase @case, IReadOnlyList<BackendCall> calls)
    {
        var expected = @case.Ours.Backend;
        if (@case.Push?.Fields is { } fields && expected is null)
        {
            var known = FieldCase.Named(fields);
            expected = [new ReplayCall(known.Path) { Json = known.Fields }];
        }

        if ((@case.Ours.BackendCalls ?? expected?.Count) is { } count)
        {
            Assert.Equal(count, calls.Count);
        }

        Assert.All((expected ?? []).Zip(calls), pair => IsAsExpected(pair.First, pair.Second));
    }

    private static async Task WeChatGotWhatItShouldAsync(ReplayExpectation ours, ReplayRun run)
    {
        foreach (var expected in ours.WeChat)
        {
            // A late reply is sent when the push is long answered.
            await Eventually.HoldsAsync(() => run.WeChatCalls.Any(call => call.Path == expected.Path),
                $"WeChat was asked for {expected.Path}", TestContext.Current.CancellationToken);
            IsAsExpected(expected, run.WeChatCalls.First(call => call.Path == expected.Path));
        }

        Assert.All(ours.WeChatCalls, expected => Assert.Equal(expected.Value, run.WeChatCalls.Count(call => call.Path == expected.Key)));
    }

    private static void IsAsExpected(ReplayCall expected, BackendCall call)
    {
        Assert.Equal(expected.Method, call.Method);
        Assert.Equal(expected.Path, call.Path);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(call.Query);
        Assert.All(expected.Query, parameter
            => Shape.Matches(parameter.Value, query.TryGetValue(parameter.Key, out var value) ? value.ToString() : null, parameter.Key));
        Assert.All(expected.Headers, header
            => Shape.Matches(header.Value, call.Headers.TryGetValue(header.Key, out var value) ? value.ToString() : null, header.Key));
        if (expected.Json is { } json)
        {
            Shape.Holds(json, call.Json, "$");
        }

        Assert.All(expected.Lacks, name => Assert.False(call.Json.TryGetProperty(name, out _), $"{name} is there."));
    }
}
