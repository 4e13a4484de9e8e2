using WxYarpGateway.Fuzz.Mutation;

namespace WxYarpGateway.Fuzz.Runs;

/// <summary>One entrance for foreign bytes: where its inputs come from, and what must hold whatever they are.</summary>
internal abstract class FuzzRoom : IAsyncDisposable
{
    /// <summary>Gets the name, which is also that of its folder in the corpus.</summary>
    public abstract string Name { get; }

    public abstract Grammar Grammar { get; }

    /// <summary>Gets how many inputs the bounded run tries.</summary>
    public abstract int Executions { get; }

    /// <summary>Gets inputs that stand elsewhere in the repository.</summary>
    public virtual IEnumerable<byte[]> Borrowed => [];

    /// <summary>Gets what one input may cost.</summary>
    public virtual Budget Budget { get; } = new();

    /// <summary>Tries an input; whatever it throws is a finding.</summary>
    /// <returns>Whether the product took the input for what it should be; refusing it is as good, but taken ones reach further.</returns>
    public abstract ValueTask<bool> TryAsync(byte[] input, Meter meter);

    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Gives back what the room holds.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}
