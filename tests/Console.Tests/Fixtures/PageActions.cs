using Bunit;
using Microsoft.AspNetCore.Components;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>What somebody does on a page that goes on rendering meanwhile: an element is found and used in one turn.</summary>
/// <remarks>Between finding and using, a page may render anew; then the element that was found is nobody's any more.</remarks>
internal static class PageActions
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Presses a button as soon as it is there.</summary>
    public static Task PressAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).ClickAsync(new()));

    /// <summary>Writes into a field and leaves it.</summary>
    public static Task WriteAsync<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).ChangeAsync(text));

    /// <summary>Sets a switch.</summary>
    public static Task SwitchAsync<T>(this IRenderedComponent<T> page, string selector, bool isOn)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).ChangeAsync(isOn));

    /// <summary>Types into a field.</summary>
    public static Task TypeAsync<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).InputAsync(text));

    /// <summary>Submits the form that has an element.</summary>
    public static Task SubmitAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent
        => UseAsync(page, selector, () => page.Find(selector).Closest("form")!.SubmitAsync());

    private static Task UseAsync<T>(IRenderedComponent<T> page, string selector, Func<Task> use)
        where T : IComponent
    {
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(selector)), Long);
        return page.InvokeAsync(use);
    }
}
