using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>Reads orders strictly: an unknown key and a wrong type are errors, and all errors are told at once.</summary>
public static class OrderReader
{
    private const int LongestName = 128;
    private const int LongestVersion = 64;
    private const int LongestDesc = 512;
    private const int LongestTag = 64;
    private const int MostAtOnce = 64;

    private static readonly string[] Known =
    [
        "name", "to", "template_id", "user_version", "user_desc", "ext_json", "steps", "audit", "replace_audit", "at_once", "stop_after",
        "release_at", "gray",
    ];

    private static readonly ReleaseStep[] Path = [ReleaseStep.Commit, ReleaseStep.Check, ReleaseStep.Submit, ReleaseStep.Release];

    /// <summary>Reads an order.</summary>
    /// <param name="json">The JSON object.</param>
    public static OrderReading Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return new OrderReading(null, [new OrderError("", "is not JSON")]);
        }
    }

    /// <summary>Reads an order that was filed before.</summary>
    /// <param name="definition">The order's own JSON.</param>
    /// <exception cref="FormatException">A newer version of the gateway wrote it.</exception>
    public static ReleaseOrder ReadFiled(string definition)
        => Read(Encoding.UTF8.GetBytes(definition)) is { Order: { } order } ? order
            : throw new FormatException("The order has keys or values that this version of the gateway does not know.");

    private static OrderReading Read(JsonElement root)
    {
        var errors = new List<OrderError>();
        var fields = new OrderFields("", errors);
        if (!fields.TryTake(root, Known))
        {
            return new OrderReading(null, errors);
        }

        var target = TargetReader.Read(fields, errors, LongestTag);
        var steps = ReadSteps(fields, errors);
        var (extJson, isTooLarge) = ReadExtJson(fields);
        var order = new ReleaseOrder(target, steps)
        {
            TemplateId = fields.Number("template_id", 0, int.MaxValue),
            UserVersion = fields.Text("user_version", LongestVersion),
            UserDesc = fields.Text("user_desc", LongestDesc),
            ExtJson = extJson,
            Audit = ReadAudit(fields, errors),
            ReplaceAudit = fields.Truth("replace_audit"),
            AtOnce = fields.Number("at_once", 1, MostAtOnce) ?? 8,
            StopAfter = fields.Number("stop_after", 0, ReleaseTarget.Most) ?? 20,
            ReleaseAt = fields.Moment("release_at"),
            Gray = GrayReader.Read(fields, errors),
            Json = JsonSerializer.Serialize(root, Compact.Default.JsonElement),
        };
        order = order with { Name = fields.Text("name", LongestName) is { Length: > 0 } name ? name : order.UserVersion };
        CheckWhole(order, fields);
        return new OrderReading(errors.Count > 0 || isTooLarge ? null : order, errors) { IsTooLarge = isTooLarge };
    }

    private static void CheckWhole(ReleaseOrder order, OrderFields fields)
    {
        if (order.Has(ReleaseStep.Commit))
        {
            if (fields.Find("template_id") is null)
            {
                fields.Fail("template_id", "is missing; the step commit needs it");
            }

            if (fields.Find("user_version") is null)
            {
                fields.Fail("user_version", "is missing; the step commit needs it");
            }
        }

        Needs(ReleaseStep.Commit, "template_id", "user_desc", "ext_json");
        Needs(ReleaseStep.Submit, "audit", "replace_audit");
        Needs(ReleaseStep.Release, "release_at", "gray");

        void Needs(ReleaseStep step, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (order.Steps.Count > 0 && !order.Has(step) && fields.Find(name) is { ValueKind: not JsonValueKind.False })
                {
                    fields.Fail(name, $"is of no use without the step {StepNames.Of(step)}");
                }
            }
        }
    }

    private static ReleaseStep[] ReadSteps(OrderFields fields, List<OrderError> errors)
    {
        if (fields.Find("steps") is not { } value)
        {
            return Path;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 || value.GetArrayLength() > Path.Length)
        {
            fields.Fail("steps", $"must be a list of steps; known are {string.Join(", ", StepNames.All)}");
            return [];
        }

        var steps = new List<ReleaseStep>();
        foreach (var (index, entry) in value.EnumerateArray().Index())
        {
            if (StepNames.Find(entry.ValueKind == JsonValueKind.String ? entry.GetString() : null) is { } step)
            {
                steps.Add(step);
            }
            else
            {
                errors.Add(new OrderError($"steps[{index}]", $"must be one of {string.Join(", ", StepNames.All)}"));
            }
        }

        var isWhole = steps.Count < value.GetArrayLength() || (steps is [> ReleaseStep.Release])
            || Path.Take(steps.Count).SequenceEqual(steps) || Path.TakeLast(steps.Count).SequenceEqual(steps);
        if (!isWhole)
        {
            fields.Fail("steps", "must be commit, check, submit, release, or the beginning or the end of these, or one other step alone");
        }

        return [.. steps];
    }

    private static (JsonElement? ExtJson, bool IsTooLarge) ReadExtJson(OrderFields fields)
    {
        if (fields.Find("ext_json") is not { } value)
        {
            return (null, false);
        }

        // WeChat wants a text with JSON in it. Whoever writes an order by hand rather writes the object.
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (Encoding.UTF8.GetByteCount(text) > ReleaseOrder.LargestExtJson)
        {
            return (null, true);
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (document.RootElement.Clone(), false);
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        fields.Fail("ext_json", "must be an object, or a text with a JSON object in it");
        return (null, false);
    }

    private static AuditOrder? ReadAudit(OrderFields fields, List<OrderError> errors)
    {
        if (fields.Find("audit") is not { } value)
        {
            return null;
        }

        var audit = new OrderFields("audit", errors);
        if (!audit.TryTake(value, AuditOrder.Known))
        {
            return null;
        }

        var items = audit.Find("item_list");
        var isFirst = items is { ValueKind: JsonValueKind.String } && items.Value.GetString() == AuditOrder.FirstCategory;
        if (items is not null && !isFirst && items.Value.ValueKind != JsonValueKind.Array)
        {
            audit.Fail("item_list", $"must be \"{AuditOrder.FirstCategory}\", or a list as WeChat's submit_audit takes it");
        }

        return new AuditOrder(value, isFirst ? null : items, isFirst);
    }
}
