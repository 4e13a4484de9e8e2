namespace WxYarpGateway.Fuzz.Runs;

/// <summary>What the product may take for one input: some of it always, more for each byte of input.</summary>
internal sealed record Budget
{
    public long Bytes { get; init; } = 96 * 1024;

    public long BytesPerByte { get; init; } = 40;

    /// <summary>Gets the time, wide enough for a machine that others share.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan TimePerKilobyte { get; init; } = TimeSpan.FromMilliseconds(1);

    public long BytesFor(int length) => Bytes + (BytesPerByte * length);

    public TimeSpan TimeFor(int length) => Time + (TimePerKilobyte * (length / 1024.0));
}
