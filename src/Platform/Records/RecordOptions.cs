using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.Platform.Records;

/// <summary>What is kept of pushes: the section <c>Gateway:Records</c>.</summary>
public sealed class RecordOptions
{
    /// <summary>Gets or sets how long records are kept.</summary>
    /// <value>At most 3,650 days; 0 keeps none. The default is 3 days.</value>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Gets or sets what is kept of messages themselves.</summary>
    /// <value>The default is <see cref="RecordBodies.Full"/>.</value>
    [EnumDataType(typeof(RecordBodies))]
    public RecordBodies Bodies { get; set; } = RecordBodies.Full;

    /// <summary>Gets or sets how many records this process keeps a second; those beyond are dropped and counted.</summary>
    /// <value>From 1 to 100,000. The default is 2,000.</value>
    [Range(1, 100_000)]
    public int MostPerSecond { get; set; } = 2_000;
}
