using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The format of a kept message in the journal.</summary>
internal static partial class JournaledMessage
{
    /// <summary>Writes a message and how it is to be kept.</summary>
    public static byte[] Write(KeepOrder order, DateTimeOffset now)
    {
        var message = order.Message;
        return JsonSerializer.SerializeToUtf8Bytes(
            new Entry(
                message.Service,
                Encoding.UTF8.GetString(message.WriteHead()),
                message.Attempts,
                message.Failure,
                now + order.MaxAge,
                order.MaxMessages,
                message.Body.ToArray()),
            EntryJson.Default.Entry);
    }

    /// <summary>Reads a message: due at once, without a lease. Returns <see langword="null"/> when this version cannot read it.</summary>
    public static KeepOrder? Read(JournalLine line, DateTimeOffset now)
    {
        try
        {
            var entry = line.Content is { } content ? JsonSerializer.Deserialize(content.Span, EntryJson.Default.Entry) : null;
            return entry is { Service: { } service, Head: { } head, Body: { } body }
                && KeptMessage.Read(line.Id, service, head) is { } message
                    ? new KeepOrder(
                        message with { Attempts = entry.Attempts, Failure = entry.Failure ?? "", Body = body },
                        Owner: "",
                        IsLeased: false,
                        Delay: TimeSpan.Zero,
                        MaxAge: entry.Until > now ? entry.Until - now : TimeSpan.Zero,
                        entry.Most)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Entry(string? Service, string? Head, int Attempts, string? Failure, DateTimeOffset Until, int Most, byte[]? Body);

    [JsonSerializable(typeof(Entry))]
    private sealed partial class EntryJson : JsonSerializerContext;
}
