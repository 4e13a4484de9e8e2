namespace WxYarpGateway.Console.Layouts;

/// <summary>The colors that somebody wants. The browser remembers it.</summary>
public enum ThemeChoice
{
    /// <summary>As the system has it.</summary>
    System,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark.</summary>
    Dark,
}
