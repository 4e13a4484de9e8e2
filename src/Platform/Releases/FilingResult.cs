namespace WxYarpGateway.Platform.Releases;

/// <summary>What came of filing an order.</summary>
public enum FilingResult
{
    /// <summary>It is filed, now or before with the same key.</summary>
    Filed,

    /// <summary>Another order was filed with the same key.</summary>
    OtherOrder,

    /// <summary>No mini program is meant: nobody has the tag, or the platform cares for none.</summary>
    Nobody,

    /// <summary>More mini programs are meant than an order may have.</summary>
    TooMany,
}
