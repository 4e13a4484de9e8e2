using System.Globalization;
using System.Text.RegularExpressions;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Conformance.Answers;

/// <summary>
/// What becomes of a backend's answer, in each format, sealed and in clear. A new line in <c>answers.json</c> is a new case.
/// </summary>
public sealed partial class AnswerTests
{
    public static TheoryData<string, string> Runs()
    {
        var runs = new TheoryData<string, string>();
        foreach (var entry in AnswerCase.All)
        {
            runs.Add(entry.Name, TestRig.Plain);
            runs.Add(entry.Name, TestRig.Safe);
        }

        return runs;
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own() => Assert.Distinct(AnswerCase.All.Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task WeChat_and_the_user_get_what_is_meant_for_them(string name, string appId)
    {
        var expected = AnswerCase.All.Single(entry => entry.Name == name);
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken, ($"Services:{appId}:Kind", expected.Kind),
                ($"Services:{appId}:UserInfo:Append", "false"));
        var account = rig.Accounts[appId];
        account.Format = Enum.Parse<DataFormat>(expected.Format);
        account.Kind = expected.Kind == "MiniProgram" ? AccountKind.MiniProgram : account.Kind;
        rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, Repeated(expected.Backend), expected.BackendStatus);

        var push = expected.Event is { } eventName ? PushedMessage.Event(eventName) : PushedMessage.Text("hi");
        var result = await rig.PushAsync(appId, push, new PushOptions { MaxDeliveries = 1 });

        Assert.Equal(expected.Status, result.Last.Status);
        Assert.Equal(Repeated(expected.Passive), Addresses().Replace(result.Reply?.Text ?? result.Last.Body, ""));
        foreach (var body in expected.Sent)
        {
            var sent = await rig.WeChat.SentMessages.NextAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Repeated(body), User().Replace(sent.Raw, "{"));
        }

        Assert.Equal(expected.Sent.Count, rig.WeChat.SentMessages.All.Count);
    }

    /// <summary>Writes <c>(好*600)</c> out.</summary>
    private static string Repeated(string text)
        => Repetition().Replace(text, match
            => string.Concat(Enumerable.Repeat(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))));

    [GeneratedRegex(@"\((\S+?)\*(\d+)\)")]
    private static partial Regex Repetition();

    [GeneratedRegex("""<ToUserName>.*</CreateTime>|"ToUserName":"[^"]*","FromUserName":"[^"]*","CreateTime":\d+,""")]
    private static partial Regex Addresses();

    [GeneratedRegex("""^\{"touser":"[^"]*",""")]
    private static partial Regex User();
}
