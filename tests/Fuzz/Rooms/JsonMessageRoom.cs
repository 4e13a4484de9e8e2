using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>Messages in JSON: they go on as they came, but for the types of the fields of their head.</summary>
internal sealed partial class JsonMessageRoom : FuzzRoom
{
    private const int Nodes = 4096;

    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32 };
    private static readonly HashSet<string> Numbers = [
        "CreateTime", "Scale", "Count", "TotalCount", "FilterCount", "SentCount", "ErrorCount"];

    public override string Name => "json";

    public override int Executions => 8_000;

    public override Grammar Grammar { get; } = new([.. Words.Json, .. Words.MessageFields], JsonChanges.With(Words.MessageFields));

    public override IEnumerable<byte[]> Borrowed
        => [.. Samples.Files("Messages/json", ".json"), .. Samples.JsonWithin("Shops", "events.json")];

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        if (BodyFormat.Of(input) != MessageFormat.Json)
        {
            return ValueTask.FromResult(false);
        }

        var message = meter.Of(input, XmlMessageRoom.Convert);
        using var expected = Read(ByteOrderMark.Skip(input.AsMemory()));
        if (message is null)
        {
            Assert.Null(expected);
            return ValueTask.FromResult(false);
        }

        using var json = JsonDocument.Parse(message.Body, Limits);
        if (expected is null)
        {
            // Repaired. It is strict now, and within the limits.
            Assert.True(CanBeRead(json.RootElement) && CountOf(json.RootElement) - 1 <= Nodes && Utf8.IsValid(message.Body.Span));
            return ValueTask.FromResult(true);
        }

        // Two names are the gateway's own, and are left out.
        var sent = expected.RootElement.EnumerateObject().Where(member => member.Name is not ("userInfo" or "userInfoError")).ToList();
        var told = json.RootElement.EnumerateObject().ToList();
        Assert.Equal(sent.Count, told.Count);
        foreach (var (before, after) in sent.Zip(told))
        {
            Assert.Equal(before.Name, after.Name);
            Assert.Equal(Told(before), after.Value.GetRawText());
        }

        var head = message.Head;
        foreach (var (name, actual) in new[]
        {
            ("ToUserName", head.ToUserName), ("FromUserName", head.FromUserName), ("CreateTime", head.CreateTime),
                ("MsgType", head.MsgType), ("MsgId", head.MsgId), ("Event", head.Event), ("EventKey", head.EventKey),
        })
        {
            var value = told.Find(member => member.Name == name).Value;
            Assert.Equal(value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _
                => ""
            }, actual);
        }

        _ = MessageIdentity.Of(message);
        return ValueTask.FromResult(true);
    }

    private static string Told(JsonProperty member) => member switch
    {
        { Name: "MsgId", Value.ValueKind: JsonValueKind.Number } => $"\"{member.Value.GetRawText()}\"",
        { Value.ValueKind: JsonValueKind.String } when Numbers.Contains(member.Name) && IsNumber(member.Value.GetString()!)
            => member.Value.GetString()!,
        _ => member.Value.GetRawText(),
    };

    private static bool IsNumber(string text) => Canonical().IsMatch(text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static JsonDocument? Read(ReadOnlyMemory<byte> json)
    {
        JsonDocument? document = null;
        try
        {
            document = Utf8.IsValid(json.Span) ? JsonDocument.Parse(json, Limits) : null;
            if (document is not null && CountOf(document.RootElement) - 1 <= Nodes && CanBeRead(document.RootElement)
                && document.RootElement.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal).All(
                    members => members.Count() == 1))
            {
                return document;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: half of a surrogate pair.
        }

        document?.Dispose();
        return null;
    }

    /// <summary>Reads all texts and names; half of a surrogate pair throws.</summary>
    private static bool CanBeRead(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is not null,
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && CanBeRead(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(CanBeRead),
        _ => true,
    };

    private static int CountOf(JsonElement element) => 1 + element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Sum(member => CountOf(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Sum(CountOf),
        _ => 0,
    };

    [GeneratedRegex(@"\A(0|-?[1-9][0-9]*)\z")]
    private static partial Regex Canonical();
}
