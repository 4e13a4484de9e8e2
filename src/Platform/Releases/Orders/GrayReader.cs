using System.Text.Json;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>Reads the key <c>gray</c> of an order.</summary>
internal static class GrayReader
{
    private const int Most = 20;

    private static readonly string[] Known = ["percentage", "for"];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Reads the stages; their percentages only grow, and the last one is for everybody.</summary>
    /// <remarks>WeChat refuses a percentage that shrinks with 85082.</remarks>
    public static List<GrayStage> Read(OrderFields order, List<OrderError> errors)
    {
        var stages = new List<GrayStage>();
        if (order.Find("gray") is not { } value)
        {
            return stages;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > Most)
        {
            order.Fail("gray", $"must be a list of 1 to {Most} stages");
            return stages;
        }

        var length = value.GetArrayLength();
        foreach (var (index, entry) in value.EnumerateArray().Index())
        {
            var fields = new OrderFields($"gray[{index}]", errors);
            if (fields.TryTake(entry, Known) && ReadStage(fields, isLast: index == length - 1) is { } stage)
            {
                if (stages.Count > 0 && stage.Percentage <= stages[^1].Percentage)
                {
                    fields.Fail("percentage", "must be greater than that of the stage before");
                }

                stages.Add(stage);
            }
        }

        return stages;
    }

    private static GrayStage? ReadStage(OrderFields fields, bool isLast)
    {
        if (fields.Find("percentage") is null)
        {
            fields.Fail("percentage", "is missing");
            return null;
        }

        var percentage = fields.Number("percentage", 1, GrayStage.Everybody) ?? 0;
        if (isLast && percentage is > 0 and < GrayStage.Everybody)
        {
            fields.Fail("percentage", "of the last stage must be 100");
        }

        return new GrayStage(percentage, ReadFor(fields, isLast));
    }

    private static TimeSpan ReadFor(OrderFields fields, bool isLast)
    {
        var value = fields.Find("for");
        if (value is null && isLast)
        {
            return TimeSpan.Zero;
        }

        if (isLast)
        {
            fields.Fail("for", "is of no use in the last stage");
        }
        else if (value is { ValueKind: JsonValueKind.String }
            && TimeText.TryParse(value.Value.GetString(), out var time)
            && time > TimeSpan.Zero && time <= Longest)
        {
            return time;
        }
        else
        {
            fields.Fail("for", "must be a time such as 01:00:00, of at most 30 days");
        }

        return TimeSpan.Zero;
    }
}
