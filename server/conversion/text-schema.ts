import { z } from 'zod'

/** Half of a surrogate pair is no character, and neither half nor NUL can be kept by a database. */
const unkeepable = /[\0\p{Surrogate}]/u
const control = /[\p{Cc}\p{Surrogate}]/u

/** A name, a code or a token from outside: bounded, and without any control character. */
export const line = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .refine((text) => !control.test(text))

/** What people and portals write, from outside: bounded, and nothing in it that no database keeps. */
export const prose = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .refine((text) => !unkeepable.test(text))
