using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Conformance.Typed;

/// <summary>What users type into WeChat arrives as they typed it, and nothing that they type passes for WeChat's own.</summary>
public sealed class TypedTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(
        TestContext.Current.CancellationToken,
            [.. TestRig.WithBackend.Select(service => ($"Services:{service}:UserInfo:Append", "false"))]);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string, string> Runs()
    {
        var runs = new TheoryData<string, string>();
        foreach (var (name, to) in TypedCase.All.SelectMany(entry => entry.To.Select(to => (entry.Name, to))))
        {
            runs.Add(name, to);
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_text_arrives_as_it_was_typed(string name, string to)
    {
        var expected = TypedCase.Named(name);

        var result = await _rig.PushAsync(to, PushedMessage.Raw(expected.Push), new PushOptions { MaxDeliveries = 1 });

        Assert.Equal("success", result.Reply?.Text);
        var call = _rig.Backend.OnlyCall;
        Assert.Equal(expected.Path, call.Path);
        Assert.All(expected.Fields.EnumerateObject(), field =>
        {
            Assert.True(call.Json.TryGetProperty(field.Name, out var actual), field.Name);
            Assert.True(JsonElement.DeepEquals(field.Value, actual), $"{field.Name} is {actual.GetRawText()}");
        });
        Assert.All(expected.Absent, absent => Assert.True(!call.Json.TryGetProperty(absent, out var actual)
            || actual is { ValueKind: JsonValueKind.String } && actual.GetString() == "", absent));
    }

    [Fact]
    public async Task Messages_with_the_id_0_are_different_messages()
    {
        foreach (var content in new[] { "a", "b" })
        {
            await _rig.PushAsync(
                TestRig.Safe,
                    PushedMessage.Raw(
                        $"<xml><FromUserName>oUser1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>{content}</Content><MsgId>0</MsgId></xml>"));
        }

        Assert.Equal(2, _rig.Backend.Calls.Count);
        Assert.All(_rig.Backend.Calls, call => Assert.NotEqual("0", call.Headers["X-WeChat-Message-Id"].ToString()));
    }
}
