using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>
/// A test of a service with a push that the gateway sent itself. The message takes the whole way of a push, but nothing outlives it:
/// no user gets a message, no reply is kept, and no queue has the message.
/// </summary>
public sealed class TestRun
{
    private readonly ConcurrentQueue<string> _skipped = new();

    internal TestRun()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        Key = BinaryPrimitives.ReadUInt128BigEndian(random);
    }

    /// <summary>Gets the outcome of the push; <see langword="null"/> when it was turned away unread.</summary>
    public PushOutcome? Outcome { get; internal set; }

    /// <summary>Gets or sets the id of the record that a host keeps of the push; <see langword="null"/> when it keeps none.</summary>
    public Guid? RecordId { get; set; }

    /// <summary>Gets what was left out, each as a sentence that says what a real push would have done.</summary>
    public IReadOnlyCollection<string> Skipped => _skipped;

    /// <summary>
    /// Gets the ledger's key of the message. It is no message's: a test with a copy of a real message must not answer for that one.
    /// </summary>
    internal UInt128 Key { get; }

    /// <summary>Notes what a real push would have done and this one does not.</summary>
    /// <param name="sentence">A sentence.</param>
    public void Skip(string sentence) => _skipped.Enqueue(sentence);
}
