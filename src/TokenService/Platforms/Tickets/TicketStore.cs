using System.Buffers;
using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Platforms.Tickets;

/// <summary>The newest ticket of each platform in the store, which all replicas share.</summary>
internal sealed class TicketStore(IExpiringStore store, ILeases leases, TimeProvider timeProvider)
{
    // Two replicas get one ticket at the same moment when WeChat pushes it to two addresses; a write takes milliseconds.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const int MostTries = 100;

    // A day has 24 hours, and WeChat answers one request as well as many.
    private static readonly StoreQuota Pushes = new(Limit: 24, TimeSpan.FromDays(1), Interval: TimeSpan.FromHours(1));

    /// <summary>Returns the newest ticket; null when there is none.</summary>
    public async ValueTask<HeldTicket?> ReadAsync(TicketSlot slot, CancellationToken cancellationToken)
    {
        var readAt = timeProvider.GetTimestamp();
        return await store.GetAsync(slot.Key, cancellationToken) is { } stored && Read(stored.Value) is { } ticket
            ? new HeldTicket(ticket, Lifetime.StartedAt(readAt, stored.Remaining))
            : null;
    }

    /// <summary>Writes a ticket unless the store has one that is as new; returns that one then, and null after writing.</summary>
    public async ValueTask<HeldTicket?> WriteAsync(TicketSlot slot, HeldTicket held, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await leases.TryAcquireAsync(slot.Key, LeaseDuration, cancellationToken) is { } lease)
            {
                try
                {
                    if (await ReadAsync(slot, cancellationToken) is { } stored
                        && stored.Ticket.CreateTime >= held.Ticket.CreateTime)
                    {
                        return stored;
                    }

                    var value = new StoredValue(Write(held.Ticket), held.Lifetime.Remaining(timeProvider));
                    if (value.Remaining <= TimeSpan.Zero || await store.ReplaceAsync(lease, value, cancellationToken))
                    {
                        return null;
                    }
                }
                finally
                {
                    await leases.ReleaseAsync(lease, CancellationToken.None);
                }
            }

            await Task.Delay(Pause, timeProvider, cancellationToken);
        }

        return null;
    }

    /// <summary>Notes for all replicas that WeChat refused a ticket.</summary>
    public ValueTask RefuseAsync(TicketSlot slot, ComponentTicket ticket, CancellationToken cancellationToken) =>
        store.SetAsync(slot.RefusedKey, StoredValue.OfText(FingerprintOf(ticket), ComponentTicket.Life), cancellationToken);

    /// <summary>Returns whether WeChat refused the ticket, in this replica or another.</summary>
    public async ValueTask<bool> IsRefusedAsync(TicketSlot slot, ComponentTicket ticket, CancellationToken cancellationToken) =>
        await store.GetAsync(slot.RefusedKey, cancellationToken) is { } refused && refused.Text == FingerprintOf(ticket);

    /// <summary>Returns whether it is time, for all replicas together, to have tickets pushed.</summary>
    public async ValueTask<bool> MayStartPushAsync(TicketSlot slot, CancellationToken cancellationToken) =>
        await store.TakeAsync(slot.PushKey, Pushes, cancellationToken) == TimeSpan.Zero;

    /// <summary>Returns by what a ticket is recognised without showing it.</summary>
    public static string FingerprintOf(ComponentTicket ticket) =>
        $"{ticket.CreateTime.ToUnixTimeSeconds()}:{StoreChange.FingerprintOf(Encoding.UTF8.GetBytes(ticket.Value))}";

    private static byte[] Write(ComponentTicket ticket)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteString("ticket"u8, ticket.Value);
            json.WriteNumber("created"u8, ticket.CreateTime.ToUnixTimeSeconds());
            json.WriteNumber("received"u8, ticket.ReceivedAt.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }

        return written.WrittenSpan.ToArray();
    }

    private static ComponentTicket? Read(byte[] value)
    {
        using var fields = JsonFields.Parse(value);
        return fields?.Text("ticket") is { Length: > 0 } ticket
            && fields.Number("created") is { } created
            && fields.Number("received") is { } received
                ? new ComponentTicket(
                    ticket, DateTimeOffset.FromUnixTimeSeconds(created), DateTimeOffset.FromUnixTimeMilliseconds(received))
                : null;
    }
}
