using WxYarpGateway.Database.Access;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Records;

/// <summary>Says that records need the database.</summary>
internal sealed class RecordUse(RecordSettings? settings) : IDatabaseUse
{
    /// <inheritdoc/>
    public string? WhyNeeded() => settings?.WhyDatabase();
}
