using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Conformance;

/// <summary>Sends every real message through the gateway, in clear and encrypted, and looks for all that it says in the JSON.</summary>
/// <remarks>
/// Each meets a gateway of its own: the samples of WeChat's documentation share users and message ids, and would be re-deliveries of one
/// another.
/// </remarks>
public sealed class SampleTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(
        TestContext.Current.CancellationToken,
        ($"Services:{TestRig.Either}:UserInfo:Append", "false"),
        ($"Services:{TestRig.Safe}:UserInfo:Append", "false"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string> Files() => new(Sample.All.Select(sample => sample.File));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Nothing_of_a_plaintext_message_is_lost(string file)
        => await NothingIsLostAsync(TestRig.Either, Sample.Named(file), EncryptionMode.Plaintext);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Nothing_of_an_encrypted_message_is_lost(string file)
        => await NothingIsLostAsync(
            Sample.Named(file).Format == "json" ? TestRig.Json : TestRig.Safe, Sample.Named(file), EncryptionMode.Safe);

    [Fact]
    public void No_sample_is_missing()
    {
        var files = Directory.EnumerateFiles(
            Path.Combine(AppContext.BaseDirectory, "Messages"), "*.*", SearchOption.AllDirectories).Count();

        Assert.Equal(files - 1, Sample.All.Count);
        Assert.Equal(169, Sample.All.Count);
    }

    private async Task NothingIsLostAsync(string appId, Sample sample, EncryptionMode mode)
    {
        var result = await _rig.PushAsync(appId, PushedMessage.Raw(sample.Text), new PushOptions { Encryption = mode });

        Assert.Equal("success", result.Last.Body);
        var json = _rig.Backend.OnlyCall.Json;
        if (sample.Format == "json")
        {
            Holds(JsonDocument.Parse(sample.Text).RootElement, json, "");
        }

        Assert.All(sample.Leaves, leaf => Assert.Equal(leaf.Text, TextOf(Find(json, leaf.Path))));
    }

    /// <summary>Finds the value of an XML element: a wrapper of items is an array, and so is a repeated element.</summary>
    private static JsonElement Find(JsonElement root, string path)
    {
        var current = root;
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = segment.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? segment : segment[..bracket];
            var index = bracket < 0 ? 0 : int.Parse(segment[(bracket + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
            if (current.ValueKind == JsonValueKind.Array && name == "item")
            {
                current = current[index];
                continue;
            }

            current = current.GetProperty(name);
            if (current.ValueKind == JsonValueKind.Array && (bracket >= 0 || name == "item"))
            {
                current = current[index];
            }
        }

        return current;
    }

    /// <summary>Looks for every value of a JSON message at its place, to the digit.</summary>
    private static void Holds(JsonElement expected, JsonElement actual, string path)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.All(expected.EnumerateObject(), property
                    => Holds(property.Value, actual.GetProperty(property.Name), $"{path}/{property.Name}"));
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                Assert.All(expected.EnumerateArray().Zip(actual.EnumerateArray()), pair => Holds(pair.First, pair.Second, path));
                break;
            default:
                Assert.Equal(TextOf(expected), TextOf(actual));

                // The fields of the head have one type, whichever WeChat sent them with; all others keep theirs.
                Assert.True(expected.ValueKind == actual.ValueKind || path is "/MsgId" or "/CreateTime", path);
                break;
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
