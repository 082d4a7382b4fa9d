// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using LwM2M.Nano.Client;
using LwM2M.Nano.Platform;

namespace FirmwareTests
{
    /// <summary>
    /// What things take of the device's heap, by the sizes its interpreter gives them: 12 bytes a cell, one cell for an object
    /// and one for each field, 20 bytes before the elements of an array, references of 12 bytes.
    /// </summary>
    internal static class DeviceHeap
    {
        private const int Cell = 12;
        private const int ArrayHeader = 20;

        /// <summary>Everything an image holds, and the library's tables; what belongs to the platform stays outside.</summary>
        internal static List<object> Reach(object root, bool withWays = false)
        {
            HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
            Queue<object> queue = new();
            queue.Enqueue(root);
            foreach (Type type in typeof(LwM2MClient).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters))
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Where(f => !f.IsLiteral))
                {
                    queue.Enqueue(field.GetValue(null));
                }
            }

            while (queue.Count > 0)
            {
                object next = queue.Dequeue();
                bool outside = next is null or Type or ValueType || next is Clock or Store or Log || (!withWays && (next is Transport or DatagramChannel)) || IsPlatforms(next.GetType());
                if (outside || !seen.Add(next))
                {
                    continue;
                }

                if (next is ArrayList list)
                {
                    queue.Enqueue(new object[Math.Max(4, list.Capacity)]);
                    foreach (object item in list)
                    {
                        queue.Enqueue(item);
                    }
                }
                else if (next is Array array)
                {
                    foreach (object item in array.GetType().GetElementType().IsValueType ? Array.Empty<object>() : (IEnumerable)array)
                    {
                        queue.Enqueue(item);
                    }
                }
                else if (next is not string && next is not System.Random)
                {
                    foreach (FieldInfo field in Fields(next.GetType()))
                    {
                        queue.Enqueue(field.GetValue(next));
                    }
                }
            }

            return seen.ToList();
        }

        internal static int SizeOf(object thing)
        {
            int bytes = thing switch
            {
                string text => Cell + text.Length + 1,
                Array array => ArrayHeader + array.Length * ElementSize(array.GetType().GetElementType()),
                ArrayList => Cell + 3 * Cell,
                System.Random => 8 * Cell,
                _ => Cell + Fields(thing.GetType()).Count() * Cell
            };
            return (bytes + Cell - 1) / Cell * Cell;
        }

        private static int ElementSize(Type element)
        {
            return element.IsEnum ? ElementSize(Enum.GetUnderlyingType(element)) : element.IsPrimitive ? System.Runtime.InteropServices.Marshal.SizeOf(element) : Cell;
        }

        private static IEnumerable<FieldInfo> Fields(Type type)
        {
            for (Type t = type; t != null; t = t.BaseType)
            {
                foreach (FieldInfo field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    yield return field;
                }
            }
        }

        // The sockets, threads, locks and Bluetooth objects are the platform's, whose sizes are not known here.
        private static bool IsPlatforms(Type type)
        {
            return type.Assembly.GetName().Name == "Simulator" && type != typeof(Simulator.Platform.Random) || typeof(Delegate).IsAssignableFrom(type);
        }
    }
}
