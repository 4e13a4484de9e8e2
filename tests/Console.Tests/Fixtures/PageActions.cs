using Bunit;
using Microsoft.AspNetCore.Components;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>Does what people do with a page: on the page's own thread, so that no render comes between looking and doing.</summary>
internal static class PageActions
{
    /// <summary>Presses what a selector finds, once it is there.</summary>
    public static Task PressAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent
        => page.DoAsync(selector, element => element.ClickAsync());

    /// <summary>Writes into a field, or chooses in it, once it is there.</summary>
    public static Task WriteAsync<T, TValue>(this IRenderedComponent<T> page, string selector, TValue value)
        where T : IComponent
        => page.DoAsync(selector, element => element.ChangeAsync(value));

    /// <summary>Sends the form of a page.</summary>
    public static Task SendAsync<T>(this IRenderedComponent<T> page)
        where T : IComponent
        => page.DoAsync("form", element => element.SubmitAsync());

    private static async Task DoAsync<T>(this IRenderedComponent<T> page, string selector, Func<AngleSharp.Dom.IElement, Task> act)
        where T : IComponent
    {
        page.WaitForAssertion(() => page.Find(selector), Samples.Long);

        // What it begins may go on for long; whoever wants its end waits for what it shows.
        await page.InvokeAsync(() => _ = act(page.Find(selector)));
    }
}
